import { createHash } from 'node:crypto'
import type { FileConfig } from '../../src/guest/config.js'
import { Errno } from '../../src/guest/errno.js'
import { HandleError, type Handles, InvalidMode, UnknownHandle } from '../../src/guest/handles.js'
import vectors from './vectors/handles-7.2.json' with { type: 'json' }

/** One operation, its arguments, and what the real agent answered: see `about` in the file. */
export type Step = readonly unknown[]

export const SEQUENCES = vectors.sequences as readonly (readonly Step[])[]

const STEPS = {
  read: 'failed to read file',
  write: 'failed to write to file',
  seek: 'failed to seek file',
  flush: 'failed to flush file',
  close: 'failed to close handle',
}

/** The files that every sequence starts with. */
export function vectorImage(): FileConfig[] {
  return vectors.tree.map(([name, kind, ...rest]): FileConfig => {
    const common = { path: `${vectors.root}/${name}`, mode: kind === 'directory' ? 0o755 : 0o644, owner: 0, group: 0 }
    if (kind === 'symlink') return { ...common, kind, target: String(rest[0]) }
    if (kind === 'directory' || kind === 'fifo') return { ...common, kind }
    return { ...common, kind: 'file', content: { kind: 'bytes', bytes: pattern(Number(rest[0]), Number(rest[1])) } }
  })
}

/** Does a step and gives its result in the words of the file. */
export function replay(handles: Handles, step: Step): unknown {
  const [op, first, second, third] = step
  try {
    if (op === 'open') return String(handles.open(String(first), String(second)))
    const handle = BigInt(String(first))
    if (op === 'read') {
      const { bytes, eof } = handles.read(handle, Number(second))
      return [bytes.length, eof, createHash('sha256').update(bytes).digest('hex').slice(0, 16)]
    }
    if (op === 'write') {
      const { count, eof } = handles.write(handle, pattern(Number(second), Number(third)))
      return [count, eof]
    }
    if (op === 'seek') {
      const { position, eof } = handles.seek(handle, BigInt(String(second)), third as 'set' | 'cur' | 'end')
      return [String(position), eof]
    }
    if (op === 'flush') handles.flush(handle)
    else handles.close(handle)
    return ''
  } catch (error) {
    return wording(error, step)
  }
}

function pattern(size: number, key: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 7 + key * 13 + (i >> 8)) & 0xff)
}

/** The text of the agent of 7.2. */
function wording(error: unknown, [, path, mode]: Step): string {
  if (error instanceof UnknownHandle) return `handle '${error.handle}' has not been found`
  if (error instanceof InvalidMode) return `invalid file open mode '${error.mode}'`
  if (error instanceof HandleError) return STEPS[error.step] + (error.errno ? `: ${error.errno.text}` : '')
  if (error instanceof Errno) return `failed to open file '${path}' (mode: '${mode}'): ${error.text}`
  throw error
}
