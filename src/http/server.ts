/** Request handlers of msw behind a port, for clients in other processes and in other languages. */
import type { IncomingMessage, Server as NodeServer, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestHandler } from 'msw'
import { serve } from 'srvx'
import { createCertificate, fingerprintOf } from './certificate.js'
import { explainListening } from './explain-listening.js'
import { checkListening, type HttpExchange, type ListenHttpOptions } from './listen-options.js'
import { respond } from './respond.js'

export interface HttpServer {
  /** "http://127.0.0.1:8006". */
  readonly url: string
  readonly port: number
  /** What clients have to trust, in PEM; undefined without TLS. */
  readonly certificate: string | undefined
  /** Of the certificate, SHA-256: "AB:CD:…". */
  readonly fingerprint: string | undefined
  /** Accepts no more clients, and ends all connections. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Serves what these handlers answer. What none of them does is 404, and names what is served.
 *
 * @throws TypeError for handlers and options that are none. Error, which says how to mend it, where it can't listen.
 */
export async function listenHttp(
  handlers: readonly RequestHandler[],
  options: ListenHttpOptions = {},
): Promise<HttpServer> {
  checkListening(handlers, options)
  const { host = '127.0.0.1', port = 0, tls = false, onExchange } = options
  const certificate = tls === true ? await createCertificate(host) : tls || undefined
  const fingerprint = certificate && fingerprintOf(certificate)
  const server = serve({
    fetch: request => respond([...handlers], request),
    hostname: host,
    port,
    // It prints, and takes signals, unless it is told not to.
    silent: true,
    gracefulShutdown: false,
    // HTTP/2 has no reason phrases. Node turns clients away that offer HTTP/1.0 alone when they negotiate.
    node: { ...certificate, http2: false, ALPNProtocols: ['http/1.1', 'http/1.0'] },
    manual: true,
  })
  const node = server.node?.server as NodeServer
  const connections = new Connections(node)
  if (onExchange !== undefined) tellExchanges(node, onExchange)
  try {
    await server.serve()
  } catch (error) {
    throw explainListening(error as NodeJS.ErrnoException, host, port)
  }
  // Later errors are those of single connections that could not be accepted (EMFILE): the client sees its own.
  node.on('error', () => {})
  const { port: bound } = node.address() as { port: number }
  let closing: Promise<void> | undefined
  const close = () => (closing ??= connections.close(server.close()))
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    certificate: certificate?.cert,
    fingerprint,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What stands in the head of an answer is what the client was told, whoever gave it. */
function tellExchanges(server: NodeServer, tell: (exchange: HttpExchange) => void): void {
  server.on('request', ({ method = '', url = '' }: IncomingMessage, response: ServerResponse) => {
    response.on('close', () => {
      const { headersSent, statusCode: status, statusMessage: reason } = response
      tell({ method, path: url, answer: headersSent ? { status, reason } : undefined })
    })
  })
}

/** Those of a server; closeAllConnections() of Node knows nothing of one that has not come so far as to speak HTTP. */
class Connections {
  readonly #sockets = new Set<Socket>()

  constructor(server: NodeServer) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
  }

  async close(closed: Promise<void>): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
