/** What the calls with parameters make of an agent's answer. */
import type { HttpJson } from '../../json.js'
import { died, type PveError } from '../error.js'
import { asText, isTrue } from './perl-values.js'

/** @param text What it says of no answer at all: "can't open file". */
export function agentErrorOf(result: HttpJson, text: string): PveError | undefined {
  if (result === null) return died(`Agent error: ${text}`)
  const desc = memberOf(memberOf(result, 'error'), 'desc')
  // An error that says nothing is none.
  return isTrue(desc) ? died(`Agent error: ${asText(desc)}`) : undefined
}

export function memberOf(value: HttpJson | undefined, name: string): HttpJson | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as { readonly [name: string]: HttpJson | undefined })[name]
}
