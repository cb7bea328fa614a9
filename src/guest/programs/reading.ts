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
/** Where reading a device is given up: /dev/zero has no end, and a disk is as good as endless. */
const ENDLESS = 16 << 20
/** The most that is held in memory at once. */
const LARGEST = 256 << 20

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
      if ((stat.kind === 'character' || stat.kind === 'block') && count > ENDLESS) {
        throw tool.fail(`mockvm gives no more than 16 MiB of the device ${operand}`)
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

/** All that comes, in one piece. */
export function collect(tool: Tool, source: Source): Buffer {
  const parts: Uint8Array[] = []
  let size = 0
  for (const chunk of chunks(source)) {
    parts.push(chunk)
    size += chunk.length
    if (size > LARGEST) throw tool.fail('mockvm does this with no more than 256 MiB')
  }
  return Buffer.concat(parts)
}

/** All of a file. Throws Errno. */
export function readAll(tool: Tool, operand: string): Buffer {
  const source = openSource(tool, operand)
  try {
    return collect(tool, source)
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
