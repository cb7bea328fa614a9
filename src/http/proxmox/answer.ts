/** Answers as pveproxy gives them. */
import { type HttpJson, writeHttpJson } from '../json.js'
import { type PveError, ServerError } from './error.js'

/** `extjs` has status 200 always, and tells in the body. */
export type Format = 'json' | 'extjs'

export interface AnswerOptions {
  readonly format: Format
  /** Seconds since the epoch. */
  readonly time: number
  /** How many there are in all of what `data` lists a part of. */
  readonly total?: number | undefined
}

export function answer(data: HttpJson, { format, time, total }: AnswerOptions): Response {
  const body = format === 'json' ? { data } : { data, success: 1 }
  // PVE leaves a total of 0 out.
  return json(time, 200, 'OK', total ? { ...body, total } : body)
}

export function refusal(error: PveError, { format, time }: AnswerOptions): Response {
  const { status, message, errors } = error
  if (error instanceof ServerError) {
    return new Response(null, { status, statusText: reasonOf(message), headers: headersOf(time) })
  }
  const body = { data: null, errors, message }
  if (format === 'extjs') return json(time, 200, 'OK', { ...body, status, success: 0 })
  // pveproxy holds the client responsible for what would break the status line, and says nothing more.
  if (/^[^\n]*\r/.test(message)) {
    return new Response(null, { status: 400, statusText: 'Bad Request', headers: jsonHeaders(time) })
  }
  return json(time, status, reasonOf(message), body)
}

function json(time: number, status: number, statusText: string, body: HttpJson): Response {
  return new Response(writeHttpJson(body), { status, statusText, headers: jsonHeaders(time) })
}

function jsonHeaders(time: number): Record<string, string> {
  return { 'content-type': 'application/json;charset=UTF-8', ...headersOf(time) }
}

function headersOf(time: number): Record<string, string> {
  const date = new Date(time * 1000).toUTCString()
  return { 'cache-control': 'max-age=0', date, expires: date, pragma: 'no-cache', server: 'pve-api-daemon/3.0' }
}

/** The first line, without what can't stand in a status line. */
function reasonOf(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[^\t\x20-\x7e\x80-\xff]/g, '').trim()
}
