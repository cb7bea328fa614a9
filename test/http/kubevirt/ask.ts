/** Requests to a KubevirtService without a network. */
import { setImmediate as turn } from 'node:timers/promises'
import type { HttpService } from '../../../src/http/service.js'

/** Of the objects. */
export const OBJECTS = '/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances'

/** Of what is done to them, and read from them. */
export const SUBRESOURCES = '/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances'

export interface AskOptions {
  /** The body, as JSON. */
  readonly json?: unknown
  /** The body as it is. */
  readonly text?: string
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly reason: string
  /** content-type: "application/json", …; null without one. */
  readonly type: string | null
  readonly headers: Headers
  readonly text: string
  /** Of a JSON body, undefined of others. */
  readonly body: unknown
}

/** `path`: from the root, query included: `${SUBRESOURCES}/web/freeze`. */
export async function ask(
  service: HttpService,
  method: string,
  path: string,
  options: AskOptions = {},
): Promise<Answer> {
  const response = await send(service, method, path, options)
  const text = await response.text()
  const type = response.headers.get('content-type')
  const body = text !== '' && type?.startsWith('application/json') ? JSON.parse(text) : undefined
  return { status: response.status, reason: response.statusText, type, headers: response.headers, text, body }
}

/** The response itself, for what streams. */
export function send(
  service: HttpService,
  method: string,
  path: string,
  { json, text, token, headers = {}, signal }: AskOptions = {},
): Promise<Response> {
  const body = json === undefined ? text : JSON.stringify(json)
  return service.respond(
    new Request(`https://kubernetes.example:6443${path}`, {
      method,
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    }),
  )
}

/** A Status object as the API server writes it. */
export function failure(code: number, reason: string, message: string, details?: object): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details === undefined ? {} : { details }),
    code,
  }
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of any kind
  readonly object: any
}

/** A watch: what it has told so far, once the event loop has turned. */
export class Watching {
  readonly events: WatchEvent[] = []
  readonly response: Response
  #hasEnded = false
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>

  private constructor(response: Response) {
    this.response = response
    this.#reader = (response.body as ReadableStream<Uint8Array>).getReader()
    this.#read()
  }

  static async begin(service: HttpService, path: string, options: AskOptions = {}): Promise<Watching> {
    return new Watching(await send(service, 'GET', path, options))
  }

  /** What has been told when nothing happens any more. */
  async all(): Promise<readonly WatchEvent[]> {
    for (let turns = 0; turns < 10; turns++) await turn()
    return this.events
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  async stop(): Promise<void> {
    await this.#reader.cancel()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { value, done } = await this.#reader.read().catch(() => ({ value: undefined, done: true }))
      if (done || value === undefined) break
      text += decoder.decode(value, { stream: true })
      const lines = text.split('\n')
      text = lines.pop() as string
      this.events.push(...lines.map(line => JSON.parse(line)))
    }
    this.#hasEnded = true
  }
}
