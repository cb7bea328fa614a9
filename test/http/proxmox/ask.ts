/** Asks a Proxmox VE API as a client does. */
import type { HttpService } from '../../../src/http/service.js'

type Parameter = string | number | boolean | readonly (string | number)[]

export interface Asked {
  /** In the query of GET and DELETE, in a form otherwise; a list is a name given several times. */
  readonly params?: Readonly<Record<string, Parameter>>
  /** A JSON body; instead of `params`. */
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly format?: string
}

export interface Answer {
  readonly status: number
  /** The reason phrase. */
  readonly reason: string
  readonly headers: Readonly<Record<string, string>>
  /** What its JSON means; undefined without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it as they know it
  readonly body: any
  readonly text: string
}

/** @param path Below /api2/json: "/nodes/pve/qemu/100/agent/ping". */
export async function ask(
  service: HttpService,
  method: string,
  path: string,
  { params, json, headers = {}, format = 'json' }: Asked = {},
): Promise<Answer> {
  const pairs = new URLSearchParams(Object.entries(params ?? {}).flatMap(([name, value]) => pairsOf(name, value)))
  const inQuery = method === 'GET' || method === 'DELETE'
  const query = inQuery && pairs.size > 0 ? `?${pairs}` : ''
  const url = `https://pve.test:8006/api2/${format}${path}${query}`
  if (json !== undefined) {
    const withType = { 'content-type': 'application/json', ...headers }
    return answerOf(await service.respond(new Request(url, { method, headers: withType, body: JSON.stringify(json) })))
  }
  return answerOf(
    await service.respond(
      new Request(url, { method, headers, ...(inQuery || pairs.size === 0 ? {} : { body: pairs }) }),
    ),
  )
}

function pairsOf(name: string, value: Parameter): [string, string][] {
  if (typeof value === 'boolean') return [[name, value ? '1' : '0']]
  return [value].flat().map(one => [name, String(one)])
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return {
    status: response.status,
    reason: response.statusText,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? undefined : JSON.parse(text),
    text,
  }
}
