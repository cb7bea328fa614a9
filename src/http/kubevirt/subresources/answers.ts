/** The answers of virt-api, which the API server passes on as they are. */

import type { HttpJson } from '../../json.js'
import type { ApiError } from '../api/status.js'
import { prettyJson, sortedJson } from './pretty-json.js'

/** Nothing is written: so it counts as a success, whatever virt-handler had answered. */
export function done(): Response {
  return new Response(null, { status: 200, statusText: 'OK' })
}

export function json(value: HttpJson): Response {
  return answer(200, 'OK', 'application/json', sortedJson(value))
}

export function refusal({ refusal: { code }, status }: ApiError): Response {
  return answer(code, REASONS[code] ?? '', 'application/json', prettyJson(status))
}

/** What is only read fails in one way, whatever the reason: no Status object, just its text. */
export function failure(text: string): Response {
  return answer(500, 'Internal Server Error', 'text/plain; charset=utf-8', text)
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
}

function answer(status: number, statusText: string, type: string, body: string): Response {
  return new Response(body, { status, statusText, headers: { 'content-type': type } })
}
