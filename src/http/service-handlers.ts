/** A service as request handlers of msw: one for each of its paths. */
import { http, type RequestHandler } from 'msw'
import type { HttpService } from './service.js'

export interface HandlerOptions {
  /** Whose requests are answered: "https://pve.example:8006". Those to any host without it. */
  readonly origin?: string | undefined
}

/** What each of them answers, for people to read: its expression is not for them. */
const SHOWN = new WeakMap<RequestHandler, string>()

/** Throws TypeError for what is no origin. */
export function serviceHandlers(service: HttpService, origin?: string): RequestHandler[] {
  const host = origin === undefined ? undefined : readOrigin(origin)
  return service.paths.map(path => {
    // msw takes `*` of a pattern for anything in front of the path as well, and fails on a path that it can't decode.
    const expression = new RegExp(`^${host === undefined ? '[a-z]+://[^/]+' : literal(host)}${wild(path)}$`)
    const handler = http.all(expression, ({ request }) => service.respond(request))
    SHOWN.set(handler, `${host ?? ''}${path}`)
    return handler
  })
}

/** "/api2/*", or "https://pve.example:8006/api2/*"; of a handler of somebody else's what it was made with. */
export function pathOf(handler: RequestHandler): string {
  return SHOWN.get(handler) ?? String((handler.info as { path?: unknown }).path ?? handler.info.header)
}

/** As URLs write it: in small letters, without a port that goes without saying. */
function readOrigin(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new TypeError(`origin: expected one such as "https://pve.example:8006", got ${JSON.stringify(origin)}`)
  }
  return url.origin
}

const wild = (path: string) => path.split('*').map(literal).join('.*')
const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
