/** Answers as pveproxy gives them. */
import { type HttpJson, writeHttpJson } from '../json.js'
import type { PveError } from './error.js'

/** `extjs` has status 200 always, and tells in the body. */
export type Format = 'json' | 'extjs'

const HEADERS = {
  'content-type': 'application/json;charset=UTF-8',
  'cache-control': 'max-age=0',
  pragma: 'no-cache',
  server: 'pve-api-daemon/3.0',
}

export function answer(format: Format, data: HttpJson): Response {
  return json(200, 'OK', format === 'json' ? { data } : { data, success: 1 })
}

export function refusal(format: Format, { status, message, errors }: PveError): Response {
  const body = { data: null, errors, message }
  if (format === 'json') return json(status, reasonOf(message), body)
  return json(200, 'OK', { ...body, status, success: 0 })
}

function json(status: number, statusText: string, body: HttpJson): Response {
  return new Response(writeHttpJson(body), { status, statusText, headers: HEADERS })
}

/** The first line, without what can't stand in a status line. */
function reasonOf(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
}
