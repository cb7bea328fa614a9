/** What the programs of a real Debian 12 did, and the tree they did it in: vectors/coreutils.json. */
import { readFileSync } from 'node:fs'
import type { Guest } from '../../../src/guest/guest.js'

interface TreeEntry {
  readonly path: string
  readonly kind: 'file' | 'directory' | 'symlink' | 'fifo'
  readonly mode?: number
  readonly text?: string
  readonly target?: string
  /** Seconds since the epoch; of links those of the whole tree. */
  readonly atime?: number
  readonly mtime?: number
}

export interface RecordedCommand {
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

/** Commands run one after the other, on a fresh tree. */
export interface RecordedCase {
  readonly user?: string
  readonly commands: readonly RecordedCommand[]
}

interface Recording {
  readonly root: string
  /** When the root and the links were made, in seconds since the epoch. */
  readonly born: number
  readonly tree: readonly TreeEntry[]
  readonly cases: readonly RecordedCase[]
}

const VECTORS = new URL('./vectors/coreutils.json', import.meta.url)

export const recording: Recording = JSON.parse(readFileSync(VECTORS, 'utf8'))

const SECOND = 1_000_000_000n
const RECORDED = 1_795_000_000n * SECOND

/** The clock goes on from the time of the tree to that of the recording: files are told from old ones by it. */
export function buildTree({ files, clock }: Guest): void {
  const { root, tree, born } = recording
  clock.setTime(BigInt(born) * SECOND)
  files.mkdir(root)
  for (const { path, kind, text = '', target = '' } of tree) {
    const full = `${root}/${path}`
    if (kind === 'directory') files.mkdir(full)
    else if (kind === 'symlink') files.symlink(target, full)
    else if (kind === 'fifo') files.mkfifo(full)
    else files.writeFile(full, text)
  }
  // Backwards: filling a directory changes its time.
  for (const { path, kind, mode = 0, atime = born, mtime = born } of tree.toReversed()) {
    if (kind === 'symlink') continue
    files.chmod(`${root}/${path}`, mode)
    files.utimes(`${root}/${path}`, BigInt(atime) * SECOND, BigInt(mtime) * SECOND)
  }
  files.utimes(root, BigInt(born) * SECOND, BigInt(born) * SECOND)
  clock.setTime(RECORDED)
}

/** A command line as one would type it, for the title of a test. */
export function commandLine({ argv, env = {}, stdin }: RecordedCommand): string {
  const word = (text: string) => (/^[\w./:@%+,=-]+$/.test(text) ? text : JSON.stringify(text))
  const settings = Object.entries(env).map(([name, value]) => `${name}=${word(value)}`)
  const input = stdin === undefined ? [] : [`<<< ${JSON.stringify(stdin)}`]
  return [...settings, ...argv.map(word), ...input].join(' ')
}
