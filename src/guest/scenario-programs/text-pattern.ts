import type { TextPattern } from '../config.js'
import { wildcard } from '../wildcard.js'
import { type Captures, capturesOf, NO_CAPTURES } from './captures.js'

/** Whether a text is as a pattern wants it: all of it where * is used, some of it for a regular expression. */
export function matchText(pattern: TextPattern, text: string): Captures | undefined {
  if (typeof pattern === 'string') return wildcard(pattern).test(text) ? NO_CAPTURES : undefined
  const found = new RegExp(pattern.regex).exec(text)
  return found === null ? undefined : capturesOf(found)
}
