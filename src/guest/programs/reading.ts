/** Reading what an operand names: a file, or `-` for what comes on stdin. */
import type { FileStat } from '../files/stat.js'
import type { Tool } from './tool.js'

export interface Source {
  /** Up to that many bytes; none at the end. */
  read(length: number): Uint8Array
  /** Undefined for stdin, which is a pipe. */
  readonly stat: FileStat | undefined
  close(): void
}

const CHUNK = 65536
/** Where reading a device such as /dev/zero, which has no end, is given up. */
const ENDLESS = 16 << 20

const positions = new WeakMap<Tool, number>()

/** Opens a file as the process's user may. Throws Errno. */
export function openSource(tool: Tool, operand: string): Source {
  if (operand === '-') return { read: length => readStdin(tool, length), stat: undefined, close: () => {} }
  const file = tool.files.open(tool.path(operand), { read: true, write: false }, 0, tool.cred)
  const stat = file.stat()
  let count = 0
  return {
    read(length) {
      const bytes = file.read(length)
      count += bytes.length
      if (stat.kind === 'character' && count > ENDLESS) {
        throw tool.fail(`mockvm gives no more than 16 MiB of ${operand}, which has no end`)
      }
      return bytes
    },
    stat,
    close: () => file.close(),
  }
}

/** All that comes, piece by piece. */
export function* chunks(source: Source): Generator<Uint8Array> {
  for (let chunk = source.read(CHUNK); chunk.length > 0; chunk = source.read(CHUNK)) yield chunk
}

/** All of it at once. Throws Errno. */
export function readAll(tool: Tool, operand: string): Buffer {
  const source = openSource(tool, operand)
  try {
    return Buffer.concat([...chunks(source)])
  } finally {
    source.close()
  }
}

/** stdin is read once: who asks for it again finds its end. */
function readStdin(tool: Tool, length: number): Uint8Array {
  const at = positions.get(tool) ?? 0
  const bytes = tool.call.stdin.subarray(at, at + length)
  positions.set(tool, at + bytes.length)
  return bytes
}
