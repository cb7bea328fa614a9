import type { TextPattern } from '../config.js'
import { type Captures, joinCaptures } from './captures.js'
import { matchText } from './text-pattern.js'

/** Any number of arguments, none too. */
const REST = '...'

/**
 * Holds arguments against a list of patterns, one each. Each REST takes as few as it can: so it is found in time that
 * grows with the product of both lengths.
 */
export function matchArguments(patterns: readonly TextPattern[], args: readonly string[]): Captures | undefined {
  const captures = new Map<number, Captures>()
  let [at, arg] = [0, 0]
  let rest: { readonly at: number; readonly arg: number } | undefined
  while (arg < args.length || at < patterns.length) {
    const pattern = patterns[at]
    if (pattern === REST) {
      rest = { at, arg }
      at++
      continue
    }
    const found = arg < args.length && pattern !== undefined ? matchText(pattern, args[arg] ?? '') : undefined
    if (found !== undefined) {
      captures.set(at, found)
      at++
      arg++
    } else if (rest !== undefined && rest.arg < args.length) {
      // The last REST takes one more, and what comes behind it begins anew.
      rest = { at: rest.at, arg: rest.arg + 1 }
      at = rest.at + 1
      arg = rest.arg
    } else return undefined
  }
  return joinCaptures([...captures].sort(([a], [b]) => a - b).map(([, found]) => found))
}
