/** What becomes of a request, step by step in the order of pveproxy: what is refused first is what a client sees. */
import type { HttpJson } from '../json.js'
import type { Access } from './access/access.js'
import { type Auth, ROOT } from './access/auth.js'
import { credentialsOf } from './access/credentials.js'
import type { Call } from './call.js'
import { calls } from './calls.js'
import type { Cluster } from './cluster.js'
import { badParameters, died, forbidden, PveError, ServerError } from './error.js'
import { type RawParameters, verify } from './parameters.js'
import { readParameters } from './read-request.js'
import { type Route, route } from './router.js'
import type { Target } from './target.js'

export interface Api {
  readonly cluster: Cluster
  readonly access: Access
}

export interface Outcome {
  readonly data: HttpJson
  readonly total: number | undefined
}

/** @param target Undefined where the URL names no format. Throws PveError for what is refused. */
export async function perform(api: Api, request: Request, target: Target | undefined): Promise<Outcome> {
  const { method } = request
  if (!/^(GET|POST|PUT|DELETE)$/.test(method)) throw new ServerError(501, `method '${method}' not available`)
  assertNotChunked(request.headers)
  if (target === undefined) throw new ServerError(501, 'no such uri')
  const { format, path } = target
  const found = route(calls, method, path)
  const credentials = credentialsOf(request.headers)
  const isOpen = found?.call.permission === 'world'
  const auth = isOpen ? undefined : api.access.authenticate(credentials, method)
  const given = await readParameters(request)
  if (format !== 'json' && format !== 'extjs') throw new ServerError(501, `no formatter for uri ${path}, ${format}`)
  if (found === undefined) throw new PveError(501, `Method '${method} ${path}' not implemented`)
  const { call } = found
  if (call.refusesTokens && credentials.ticket === undefined && credentials.apiToken !== undefined) {
    throw forbidden(`URI '${path}' not available with API token, need proper ticket.\n`)
  }
  const parameters = join(found, given)
  checkPermission(api.access, call, auth, parameters)
  const values = verify(call.parameters, onNode(call, parameters, api.cluster), call)
  let total: number | undefined
  const tellTotal = (count: number) => {
    total = count
  }
  const data = await call.run({ ...api, auth: auth ?? ROOT, total: tellTotal }, values)
  return { data, total }
}

function assertNotChunked(headers: Headers): void {
  const encoding = headers.get('transfer-encoding') ?? ''
  if (encoding.toLowerCase() === 'chunked') throw new ServerError(501, 'chunked transfer encoding not supported')
  if (encoding !== '') throw new ServerError(501, `Unknown transfer encoding '${encoding}'`)
}

const DUPLICATE = 'duplicate parameter (already defined in URI) with conflicting values!'

function join({ inPath }: Route, given: RawParameters): Map<string, unknown> {
  const twice = [...inPath].find(([name, value]) => given.has(name) && !isText(given.get(name), value))?.[0]
  if (twice !== undefined) throw badParameters({ [twice]: DUPLICATE })
  return new Map([...given, ...inPath])
}

/** Whether it is that text, as it may come in JSON too. */
function isText(given: unknown, text: string): boolean {
  return (typeof given === 'string' || typeof given === 'number') && String(given) === text
}

/** On the node as the client calls it: which one "localhost" is, is found out afterwards. */
function checkPermission(access: Access, { permission }: Call, auth: Auth | undefined, parameters: RawParameters) {
  if (auth === undefined || typeof permission === 'string') return
  const path = permission.path.replace(/\{(\w+)\}/g, (_, name) => String(parameters.get(name) ?? ''))
  if (access.may(auth, path, permission.anyOf)) return
  throw forbidden(`${path}, ${access.wanted(permission.anyOf).join('|')}`)
}

/** A call below a node goes to that node; "localhost" is the one that was asked. */
function onNode({ path }: Call, parameters: Map<string, unknown>, { nodes }: Cluster): RawParameters {
  if (!path.startsWith('/nodes/{node}/')) return parameters
  const node = parameters.get('node')
  if (node === 'localhost') return parameters.set('node', nodes[0])
  if (nodes.includes(node as string)) return parameters
  throw died(`hostname lookup '${node}' failed - failed to get address info for: ${node}: Name or service not known`)
}
