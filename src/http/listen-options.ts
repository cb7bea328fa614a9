/** What listenHttp() takes, checked at the door. */
import { nearest } from '../scenario/did-you-mean.js'
import { describeValue } from '../scenario/path.js'
import { Vm } from '../vm.js'
import type { Certificate } from './certificate.js'

export interface ListenHttpOptions {
  /** 127.0.0.1, which nobody else can reach, without it. */
  readonly host?: string | undefined
  /** 0 is any that is free, and the default. */
  readonly port?: number | undefined
  /** Listens for HTTPS: with this certificate, or for `true` with one that is made for it and signed by itself. */
  readonly tls?: boolean | Certificate | undefined
  /** Is told of each request when it is over, which that of a watch is when the watch ends. */
  readonly onExchange?: ((exchange: HttpExchange) => void) | undefined
}

/** A request, and what became of it. */
export interface HttpExchange {
  readonly method: string
  /** As it came, with its query: "/api2/json/nodes?type=node". */
  readonly path: string
  /** Undefined when the connection ended before there was an answer. */
  readonly answer: { readonly status: number; readonly reason: string } | undefined
}

const OPTIONS = ['host', 'port', 'tls', 'onExchange'] satisfies (keyof ListenHttpOptions)[]

/** Throws TypeError, which names what was expected and what came. */
export function checkListening(handlers: unknown, options: unknown): void {
  checkHandlers(handlers)
  if (!isPlain(options)) refuse('options such as { port: 8006 }', describeValue(options))
  const unknown = Object.keys(options).find(key => !OPTIONS.some(option => option === key))
  if (unknown !== undefined) {
    const meant = nearest(unknown, OPTIONS)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    refuse(`the options ${OPTIONS.join(', ')}`, `"${unknown}".${hint}`)
  }
  const { host, port, tls, onExchange } = options
  check('host', host, isText(host), 'an address or the name of a host, such as "127.0.0.1"')
  check('port', port, isPort(port), 'an integer from 0 to 65535')
  check('tls', tls, typeof tls === 'boolean' || isPlain(tls), 'true, or { cert, key } in PEM')
  check('onExchange', onExchange, typeof onExchange === 'function', 'a function')
}

function checkHandlers(handlers: unknown): void {
  if (!Array.isArray(handlers) || handlers.length === 0) {
    const got = handlers instanceof Vm ? 'a VM' : describeValue(handlers)
    refuse('a list of request handlers, such as that of proxmoxHandlers(vm)', got)
  }
  for (const [index, handler] of handlers.entries()) {
    // Not instanceof: whoever has msw by require() has classes of his own.
    if (typeof handler?.run === 'function') continue
    const hint = Array.isArray(handler) ? '. Spread it: [...proxmoxHandlers(vm), …]' : ''
    refuse(`handlers[${index}] to be a request handler of msw`, `${describeValue(handler)}${hint}`)
  }
}

function check(option: string, value: unknown, isRight: boolean, expected: string): void {
  if (value !== undefined && !isRight) refuse(`${option} to be ${expected}`, describeValue(value))
}

function refuse(expected: string, got: string): never {
  throw new TypeError(`listenHttp: expected ${expected}, got ${got}`)
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isText = (host: unknown) => typeof host === 'string' && host.trim() !== ''
const isPort = (port: unknown) => typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535
