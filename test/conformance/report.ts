/** Results as text for people. */
import { type Counts, count, type SessionResult } from './run.js'
import type { Outcome } from './run-session.js'

/** Every difference, the sessions that were not run by reason, and the sum as the last line. */
export function report(results: readonly SessionResult[]): string {
  return [...results.flatMap(describeDifferences), ...describeNotRun(results), sum(count(results))].join('\n')
}

export function sum({ compared, differ, volatile, notRun }: Counts): string {
  return `${compared} exchanges compared, ${differ} differ, ${volatile} volatile, ${notRun} sessions not run`
}

export function describeDifferences(result: SessionResult): string[] {
  if (result.verdict === 'not run') return []
  return result.outcomes
    .filter(outcome => outcome.verdict === 'differs')
    .map(outcome => describeDifference(result.session.version, outcome))
}

function describeDifference(version: string, { exchange, sent, expected, got, closed }: Outcome): string {
  const at = firstDifference(expected, got)
  return [
    `${version}  ${exchange.session}, step ${exchange.seq}: ${exchange.note}`,
    `  sent      ${excerpt(sent, 0)}`,
    `  expected  ${excerpt(expected, at)}${(exchange.agent_closed_connection ?? exchange.agent_died) ? ' (end)' : ''}`,
    `  got       ${excerpt(got, at)}${closed ? ' (end)' : ''}`,
    '',
  ].join('\n')
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

/** Reasons with the names of their sessions. */
export function notRunByReason(results: readonly SessionResult[]): Record<string, string[]> {
  const reasons: Record<string, string[]> = {}
  for (const result of results) {
    if (result.verdict !== 'not run') continue
    const names = reasons[result.reason] ?? []
    names.push(result.session.name)
    reasons[result.reason] = names
  }
  return reasons
}

function describeNotRun(results: readonly SessionResult[]): string[] {
  return Object.entries(notRunByReason(results)).map(
    ([reason, names]) => `Not run, because ${reason}:\n${names.map(name => `  ${name}`).join('\n')}\n`,
  )
}
