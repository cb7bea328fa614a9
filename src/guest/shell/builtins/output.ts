/** What builtins print: text, and bytes that are no text. */
import { Errno } from '../../errno.js'
import { textBytes } from '../../programs/output.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'

/** Writes to standard output. False, with a complaint, when that fails. */
export function* printAll(
  shell: Shell,
  name: string,
  parts: readonly (string | Uint8Array)[],
): Generator<Wait, boolean, void> {
  const pieces = parts
    .map(part => (typeof part === 'string' ? textBytes(part) : part))
    .filter(({ length }) => length > 0)
  const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
  if (bytes.length === 0) return true
  try {
    yield* shell.task.write(1, bytes)
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* shell.complain(shell.dialect.isBash ? `${name}: write error: ${error.text}` : `${name}: ${name}: I/O error`)
    return false
  }
}
