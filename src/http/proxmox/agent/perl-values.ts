/** Values of JSON as Perl takes them. */
import type { HttpJson } from '../../json.js'

/** Where a list or an object lies is what Perl prints of it. */
const ADDRESS = '0x55d5c8a0e2f8'

const FALSE: ReadonlySet<HttpJson | undefined> = new Set([undefined, null, false, 0n, 0, '', '0'])

export function isTrue(value: HttpJson | undefined): boolean {
  return !FALSE.has(value)
}

export function asText(value: HttpJson | undefined): string {
  if (Array.isArray(value)) return `ARRAY(${ADDRESS})`
  if (typeof value === 'object' && value !== null) return `HASH(${ADDRESS})`
  return typeof value === 'boolean' ? String(Number(value)) : String(value ?? '')
}
