/** How long a text of an awk program may be: the host's memory is not the guest's to fill. */
import { MOST_MEMORY } from '../../../../tasks/task.js'

/** Ends the program. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory'
}

/** JavaScript's own bound is some way behind ours: one text may get there at once. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof OutOfMemory || /^RangeError: Invalid string length/.test(String(error))
}

/** Throws OutOfMemory. */
export function checkLength(length: number): void {
  if (length > MOST_MEMORY) throw new OutOfMemory()
}

/** As Array.join. Throws OutOfMemory. */
export function joined(texts: readonly string[], separator: string): string {
  let length = separator.length * Math.max(0, texts.length - 1)
  for (const text of texts) length += text.length
  checkLength(length)
  return texts.join(separator)
}
