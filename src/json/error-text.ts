import { decodeText, encodeText } from './text.js'

/** Longer texts are cut there, before the prefix is put in front. */
const MAX_BYTES = 1023

export const PARSE_ERROR = 'JSON parse error, '

/** What a reply says of a fault in a message. */
export function parseError(fault: string): string {
  return PARSE_ERROR + cut(fault)
}

function cut(fault: string): string {
  // A UTF-16 unit has three bytes at most.
  return fault.length * 3 <= MAX_BYTES ? fault : decodeText(encodeText(fault).subarray(0, MAX_BYTES))
}
