/** What goes out for a request that came in over a socket. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import { getResponse, type RequestHandler } from 'msw'
import type { ServerRequest } from 'srvx'
import { type Body, readBody } from './body.js'
import { pathOf } from './service-handlers.js'

const TEXT = { 'content-type': 'text/plain; charset=utf-8' }

/** Never rejects. */
export async function respond(handlers: RequestHandler[], request: ServerRequest): Promise<Response> {
  const out = request.runtime?.node?.res as ServerResponse
  const response = await ask(handlers, request)
  // HttpResponse.error() of msw stands for a network that fails.
  if (response.type === 'error') {
    // Whoever looks when it is over shall not find the head of what is returned here, which goes nowhere.
    if (!out.destroyed) await new Promise(closed => out.destroy().once('close', closed))
    return new Response(null)
  }
  const { status } = response
  // Where nothing else is said, the phrase that servers give, and not none.
  const statusText = response.statusText || (STATUS_CODES[status] ?? '')
  const body = await readBody(response.body)
  const headers = new Headers(response.headers)
  if (!body.isWhole) {
    // Node would keep the head back until something of the body comes.
    if (!out.headersSent) out.writeHead(status, statusText, [...headers].flat()).flushHeaders()
    return new Response(body.stream, { status, headers })
  }
  if (wantsLength(request, status, headers, body)) headers.set('content-length', String(body.bytes.byteLength))
  return new Response(BODILESS.has(status) ? null : body.bytes, { status, statusText, headers })
}

/** What none of the handlers answers gets 404; what one of them fails with, 500. */
async function ask(handlers: RequestHandler[], request: ServerRequest): Promise<Response> {
  // The Fetch standard forbids them, so that there is no Request to be shown to anybody.
  if (UNSPEAKABLE.has(request.method)) {
    return new Response(`${request.method} is not implemented.\n`, { status: 501, headers: TEXT })
  }
  try {
    // Handlers may do with it what a Request of the platform can do, which is more than that of srvx can.
    const response = await getResponse(handlers, request._request ?? request)
    if (response !== undefined && response.headers.get('x-msw-intention') !== 'passthrough') return response
    const { origin, pathname } = new URL(request.url)
    const paths = handlers.map(handler => `  ${pathOf(handler)}\n`).join('')
    const text = `${request.method} ${pathname}: nothing answers this here. Served at ${origin}:\n\n${paths}`
    return new Response(text, { status: 404, headers: TEXT })
  } catch (error) {
    if (error instanceof Response) return error
    return new Response(`${error instanceof Error ? error.message : String(error)}\n`, { status: 500, headers: TEXT })
  }
}

const UNSPEAKABLE: ReadonlySet<string> = new Set(['TRACE', 'TRACK'])
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

/** RFC 9110, 8.6. Of the answer to HEAD nobody but who gave it knows the length that the body would have. */
function wantsLength({ method }: Request, status: number, headers: Headers, { bytes }: Body & { isWhole: true }) {
  if (headers.has('content-length') || headers.has('transfer-encoding')) return false
  return status !== 204 && status !== 304 && (method !== 'HEAD' || bytes.byteLength > 0)
}
