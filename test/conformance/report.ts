/** Results as text for people. */
import type { Comparison, SessionResult } from './compare.js'
import { notRunByReason, type Sum, sumUp } from './counts.js'
import type { Reply } from './play.js'
import { table } from './table.js'

/** A table for each pair, every difference, the sessions that were not run by reason, and the sum as the last line. */
export function report(results: readonly SessionResult[]): string {
  return [
    table(results),
    ...results.flatMap(describeDifferences),
    ...describeNotRun(results),
    ...sumsByPair(results),
    sum(sumUp(results)),
  ].join('\n')
}

/** Where there is more than one. */
function sumsByPair(results: readonly SessionResult[]): string[] {
  const pairs = [...new Set(results.map(({ pair }) => pair))]
  if (pairs.length < 2) return []
  return pairs.map(pair => `${pair}: ${sum(sumUp(results.filter(result => result.pair === pair)))}`)
}

export function sum({ compared, differ, volatile, sessionsNotRun }: Sum): string {
  return `${compared} exchanges compared, ${differ} differ, ${volatile} volatile, ${sessionsNotRun} sessions not run`
}

export function describeDifferences(result: SessionResult): string[] {
  if (typeof result.outcome === 'string') return []
  return result.outcome
    .filter(comparison => comparison.verdict === 'differs')
    .map(comparison => describeDifference(result, comparison))
}

function describeDifference({ pair, session }: SessionResult, { exchange, sent, expected, got }: Comparison): string {
  const at = firstDifference(expected.bytes, got.bytes)
  return [
    `${session.version}  ${session.name}, step ${exchange.seq}: ${exchange.note} (${pair})`,
    `  sent      ${excerpt(sent, 0)}`,
    `  expected  ${showReply(expected, at)}`,
    `  got       ${showReply(got, at)}`,
    '',
  ].join('\n')
}

function showReply({ bytes, closed }: Reply, at: number): string {
  return `${excerpt(bytes, at)}${closed ? ' (end)' : ''}`
}

function firstDifference(a: Buffer, b: Buffer): number {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at === -1 ? a.length : at
}

const BEFORE = 160
const AFTER = 320

/** The bytes around a place, in ASCII; what isn't is `\xNN`. */
function excerpt(bytes: Buffer, at: number): string {
  if (bytes.length === 0) return '(nothing)'
  const from = Math.max(0, at - BEFORE)
  const to = Math.min(bytes.length, at + AFTER)
  const lead = from > 0 ? `(${from} bytes) ` : ''
  const tail = to < bytes.length ? ` (${bytes.length - to} bytes)` : ''
  return `${lead}${escapeBytes(bytes.subarray(from, to))}${tail}`
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeBytes(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^ -~]/g, byte => SHORT[byte] ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function describeNotRun(results: readonly SessionResult[]): string[] {
  const which = ({ pair, session }: SessionResult) => `${session.version}, ${pair}`
  return [...new Set(results.map(which))].flatMap(each =>
    Object.entries(notRunByReason(results.filter(result => which(result) === each))).map(
      ([reason, names]) => `Not run (${each}), because ${reason}:\n${names.map(name => `  ${name}`).join('\n')}\n`,
    ),
  )
}
