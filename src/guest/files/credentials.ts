/** Who asks: the numbers that permission checks look at. */
export interface Credentials {
  readonly uid: number
  readonly gid: number
  /** Supplementary groups. */
  readonly groups: readonly number[]
}

export const ROOT: Credentials = { uid: 0, gid: 0, groups: [] }

/** Read, write and execute (or search) as the bits of one octal digit. */
export const READ = 4
export const WRITE = 2
export const EXECUTE = 1

export interface Owned {
  readonly kind: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * Whether the mode bits let someone do `want` (a sum of READ, WRITE and EXECUTE). The first class that fits decides, even
 * if a later one would allow more. Root may do all, except execute a file without a single x bit.
 */
export function permits(node: Owned, want: number, cred: Credentials): boolean {
  if (cred.uid === 0) return (want & EXECUTE) === 0 || node.kind === 'directory' || (node.mode & 0o111) !== 0
  if (cred.uid === node.uid) return ((node.mode >> 6) & want) === want
  if (cred.gid === node.gid || cred.groups.includes(node.gid)) return ((node.mode >> 3) & want) === want
  return (node.mode & want) === want
}
