/** `fetch` of Node can't be told whom to trust. */
import type { IncomingMessage } from 'node:http'
import { request as start } from 'node:https'
import { Readable } from 'node:stream'

/** Sends a request without a body over TLS, on a connection of its own, and trusts this certificate alone. */
export async function sendTrusting(ca: string, { url, method, headers }: Request): Promise<Response> {
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    start(url, { method, headers: Object.fromEntries(headers), ca, agent: false }, done)
      .on('error', failed)
      .end()
  })
  const { statusCode = 0, statusMessage = '' } = answer
  return new Response(Readable.toWeb(answer) as ReadableStream, { status: statusCode, statusText: statusMessage })
}
