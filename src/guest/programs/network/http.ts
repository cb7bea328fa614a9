/** What the services of the guest answer, as the scenario has it. */
import type { HttpAnswer } from '../../config.js'
import { unlessErrno } from '../../errno.js'
import type { Guest } from '../../guest.js'
import { listenerAt } from '../../listening.js'
import { calendar } from '../local-time.js'
import { strftime } from '../strftime.js'
import type { Url } from './url.js'

export interface Response {
  readonly status: number
  /** "Not Found"; empty for a status that has no name. */
  readonly reason: string
  readonly type: string
  readonly body: Uint8Array
  /** The status line, the headers and the empty line after them. */
  readonly head: string
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
const INDEXES = ['index.html', 'index.htm', 'index.nginx-debian.html']
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  htm: 'text/html',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  txt: 'text/plain',
}

/** `path`: with its query. Undefined where the scenario doesn't say what is spoken there. */
export function request(guest: Guest, address: string, port: number, path: string): Response | undefined {
  const answers = listenerAt(guest, 'tcp', address, port)?.http
  if (answers === undefined) return undefined
  const [plain = '/'] = path.split(/[?#]/)
  const found = answers[path] ?? answers[plain]
  if (found !== undefined && 'body' in found) return response(guest, found.status, Buffer.from(found.body))
  const [folder, answer] = directoryOf(answers, plain) ?? []
  if (folder === undefined || answer === undefined) return failed(guest, 404)
  return fileResponse(guest, answer, plain.slice(folder.length))
}

/** How a user makes up for what the scenario leaves open. `name`: of the program that asks; `text`: for what. */
export function howToAnswer(name: string, text: string, { scheme, port, path }: Url): string {
  const programs = `programs: [{ match: '${name} *${text.replace(/[?#].*/s, '*')}', stdout: "ok" }]`
  if (scheme !== 'http') return `mockvm doesn't do ${scheme}: say what is printed in the scenario, by ${programs}`
  const plain = path.replace(/[?#].*/s, '')
  const socket = `{ protocol: tcp, address: 0.0.0.0, port: ${port}, http: { ${plain}: "ok" } }`
  return `mockvm doesn't know what port ${port} answers: say it in the scenario, by network.listening: [${socket}] or by ${programs}`
}

/** The longest path that has a folder, and is `path` or above it. */
function directoryOf(answers: Readonly<Record<string, HttpAnswer>>, path: string) {
  return Object.entries(answers)
    .flatMap(([key, answer]) => ('directory' in answer ? [[key.replace(/\/$/, ''), answer] as const] : []))
    .filter(([key]) => path === key || path.startsWith(`${key}/`))
    .toSorted(([one], [other]) => other.length - one.length)[0]
}

function fileResponse(guest: Guest, answer: { status: number; directory: string }, rest: string): Response {
  const name = decode(rest)
  if (name.split('/').includes('..')) return failed(guest, 400)
  const { files } = guest
  const path = `${answer.directory}${name}`.replace(/\/$/, '')
  const isFolder = files.exists(path) && files.stat(path).kind === 'directory'
  const candidates = isFolder ? INDEXES.map(index => `${path}/${index}`) : [path]
  const chosen = candidates.find(it => files.exists(it) && files.stat(it).kind === 'file')
  const body = chosen === undefined ? undefined : unlessErrno(() => files.readFile(chosen))
  if (chosen === undefined || body === undefined) return failed(guest, isFolder ? 403 : 404)
  const type = TYPES[chosen.slice(chosen.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  return response(guest, answer.status, body, type)
}

function failed(guest: Guest, status: number): Response {
  return response(guest, status, Buffer.from(`${REASONS[status]}\n`))
}

function response(guest: Guest, status: number, body: Uint8Array, type = 'text/plain'): Response {
  const reason = REASONS[status] ?? ''
  const date = strftime('%a, %d %b %Y %H:%M:%S GMT', calendar(guest, {}, true)(guest.clock.now()))
  const headers = [`Date: ${date}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`]
  const head = [`HTTP/1.1 ${status} ${reason}`, ...headers, '', ''].join('\r\n')
  return { status, reason, type, body, head }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
