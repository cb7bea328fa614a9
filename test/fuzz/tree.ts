/** A folder as text, so that two can be compared: a line for each file. */
import { createHash } from 'node:crypto'

export interface Seen {
  readonly kind: string
  /** The 12 permission bits. */
  readonly mode: number
  readonly nlink: number
  readonly size: bigint
  /** Of a link. */
  readonly target?: string
}

/** What is needed of a file system. `readdir` in any order. */
export interface Viewer {
  readdir(path: string): string[]
  lstat(path: string): Seen
  read(path: string): Uint8Array
}

/** Files with holes can be larger than any memory; what matters in them is where they end. */
const LARGEST_READ = 4n << 20n

export function treeText(folder: string, viewer: Viewer): string {
  const lines: string[] = []
  const visit = (path: string, name: string) => {
    const { kind, mode, nlink, size, target } = viewer.lstat(path)
    // How large a directory is depends on the file system.
    const parts = [name, kind, mode.toString(8), kind === 'directory' ? '' : `${nlink} ${size}`, target ?? '']
    if (kind === 'file' && size <= LARGEST_READ) parts.push(digest(viewer.read(path)))
    lines.push(parts.join(' '))
    if (kind !== 'directory') return
    for (const child of viewer.readdir(path).sort()) visit(`${path}/${child}`, `${name}/${child}`)
  }
  visit(folder, '.')
  return lines.join('\n')
}

function digest(bytes: Uint8Array): string {
  if (bytes.length <= 16) return JSON.stringify(Buffer.from(bytes).toString('latin1'))
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}
