/** Answers of the API server. */
import { writeHttpJson } from '../../json.js'
import type { JsonObject } from '../objects/kube-object.js'
import { uuidOf } from '../objects/uuid.js'
import type { ApiError } from './status.js'

/** For people the server indents, and some clients are only used by people. */
const BY_HAND = /^(?:curl|Wget|Mozilla\/5\.0)/

export function jsonAnswer(value: JsonObject, request: Request, status = 200): Response {
  const text = isPretty(request) ? JSON.stringify(value, null, 2) : writeHttpJson(value)
  return new Response(request.method === 'HEAD' ? null : `${text}\n`, {
    status,
    headers: { 'content-type': 'application/json' },
  })
}

export function refusalAnswer(error: ApiError, request: Request): Response {
  return jsonAnswer(error.status, request, error.refusal.code)
}

export function textAnswer(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

function isPretty({ url, headers }: Request): boolean {
  const pretty = new URL(url).searchParams.get('pretty')
  if (pretty !== null) return pretty !== '0' && pretty !== 'false'
  return BY_HAND.test(headers.get('user-agent') ?? '')
}

/** What the API server writes on every answer. `count`: how many there were before. */
export function withServerHeaders({ body, status, headers }: Response, count: number): Response {
  const all = new Headers(headers)
  all.set('audit-id', uuidOf('audit', count))
  all.set('cache-control', 'no-cache, private')
  all.set('x-kubernetes-pf-flowschema-uid', uuidOf('flowschema'))
  all.set('x-kubernetes-pf-prioritylevel-uid', uuidOf('prioritylevel'))
  return new Response(body, { status, statusText: REASONS[status] ?? '', headers: all })
}

/** As Go's server has them, which has no others. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  504: 'Gateway Timeout',
}
