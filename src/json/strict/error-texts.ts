import type { Limit } from '../message-size.js'
import { decodeText } from '../text.js'

/** A token that a byte has broken, as a text of C: it ends at the first NUL. */
export function stray(broken: Buffer): string {
  const nul = broken.indexOf(0)
  return `stray '${decodeText(nul === -1 ? broken : broken.subarray(0, nul))}'`
}

export function limitError(limit: Limit): string {
  return `JSON ${limit} limit exceeded`
}
