/** Counts with the suffixes of head(1) and tail(1): 512, 4k, 1MB. */

import { quotedWord } from './quote.js'
import type { Tool } from './tool.js'

const POWERS = 'KMGTPEZY'
const LARGEST = (1n << 64n) - 1n

/** Undefined for what is no count. */
export function parseCount(text: string): bigint | undefined {
  const match = /^(\d+)(b|[kKMGTPEZY](?:B|iB)?)?$/.exec(text)
  if (match === null) return undefined
  const [, digits = '', suffix = ''] = match
  if (suffix === '') return BigInt(digits)
  if (suffix === 'b') return BigInt(digits) * 512n
  const base = suffix.endsWith('B') && !suffix.endsWith('iB') ? 1000n : 1024n
  return BigInt(digits) * base ** BigInt(POWERS.indexOf(suffix.charAt(0).toUpperCase()) + 1)
}

/** The count of head and tail, whose sign tells from which end; `shown` is what a complaint calls it. */
export function requireCount(tool: Tool, unit: 'lines' | 'bytes', text: string, shown: string): bigint {
  const count = parseCount(text.replace(/^[-+]/, ''))
  if (count !== undefined && count <= LARGEST) return count
  const reason = count === undefined ? '' : ': Value too large for defined data type'
  throw tool.fail(`invalid number of ${unit}: ${quotedWord(shown)}${reason}`)
}
