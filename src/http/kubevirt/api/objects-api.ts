/** Objects over HTTP: got, listed, watched, and deleted as far as that means something here. */
import type { User } from '../access/access.js'
import type { KubevirtCluster } from '../cluster.js'
import type { KubevirtGuest } from '../objects/guest.js'
import { jsonAnswer } from './answer.js'
import { deletionOptions } from './deletion-options.js'
import { listPage } from './list.js'
import { isAsked, type ListOptions, listOptions } from './list-options.js'
import { formOf } from './negotiate.js'
import { Representation } from './representation.js'
import type { Target } from './request-info.js'
import type { Resource } from './resource.js'
import { conflict, internal, methodNotAllowed, noSuchResource, notFound, unsupportedMediaType } from './status.js'
import { watchStream } from './watch.js'

export interface ObjectsRequest {
  readonly cluster: KubevirtCluster
  readonly resource: Resource
  readonly target: Target
  readonly request: Request
  readonly query: URLSearchParams
  readonly user: User
}

/** The verb of RBAC. */
export function verbOf(method: string, { name, mustWatch }: Target, query: URLSearchParams): string {
  // Below /watch/ it is that, whatever the method.
  if (mustWatch) return 'watch'
  if (isReading(method)) {
    if (name !== undefined) return 'get'
    return isAsked(query, 'watch') ? 'watch' : 'list'
  }
  if (method === 'DELETE') return name === undefined ? 'deletecollection' : 'delete'
  return { POST: 'create', PUT: 'update', PATCH: 'patch' }[method] ?? method.toLowerCase()
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The name that the request is about: that of the path, or the one that a list is for. */
export function nameAsked({ name }: Target, query: URLSearchParams): string | undefined {
  return name ?? /(?:^|,)metadata\.name==?([^,\\=]+)(?:,|$)/.exec(query.get('fieldSelector') ?? '')?.[1]
}

/** Throws ApiError. */
export async function answerObjects(asked: ObjectsRequest): Promise<Response> {
  const { resource, target, request, query } = asked
  const { name, subresource, mustWatch } = target
  if (resource.namespaced && target.namespace === undefined && name !== undefined && !mustWatch) throw noSuchResource()
  if (subresource !== undefined && !(subresource === 'status' && resource.hasStatus)) throw noSuchResource()
  if (!isReading(request.method)) return write(asked)
  if (name !== undefined && !mustWatch) return get(asked, name)
  if (name !== undefined) query.set('fieldSelector', `metadata.name=${name}`)
  const what = `${resource.group === '' ? '' : `${resource.group}/`}${target.version}, Resource=${resource.resource}`
  const options = listOptions(query, what, mustWatch)
  return options.isWatch ? watch(asked, options) : list(asked, options)
}

async function get(asked: ObjectsRequest, name: string): Promise<Response> {
  const representation = represented(asked)
  const { cluster, resource, target } = asked
  await refresh(asked, name)
  const object = resource.collection(cluster).get(target.namespace, name)
  if (object === undefined) throw notFound(resource, name)
  return jsonAnswer(representation.one(object), asked.request)
}

async function list(asked: ObjectsRequest, options: ListOptions): Promise<Response> {
  const representation = represented(asked)
  const { cluster, resource, target } = asked
  await refresh(asked, options.fields.name)
  return jsonAnswer(
    representation.list(listPage(resource.collection(cluster), target.namespace, options)),
    asked.request,
  )
}

async function watch(asked: ObjectsRequest, options: ListOptions): Promise<Response> {
  const representation = represented(asked)
  const { cluster, resource, target, request } = asked
  const collection = resource.collection(cluster)
  const guests = await refresh(asked, options.fields.name)
  if (request.method === 'HEAD') return jsonAnswer({}, request)
  const { namespace } = target
  const { signal } = request
  const body = watchStream({ cluster, collection, namespace, options, representation, guests, signal })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

/** Deletion of an instance is the power button of its guest. The rest of what changes objects isn't simulated. */
async function write(asked: ObjectsRequest): Promise<Response> {
  const { cluster, resource, target, request } = asked
  const { namespace, name } = target
  const verb = verbOf(request.method, target, asked.query)
  if (target.mustWatch || !['POST', 'PUT', 'PATCH', 'DELETE'].includes(request.method)) throw methodNotAllowed()
  if ((name === undefined) !== (verb === 'create' || verb === 'deletecollection')) throw methodNotAllowed()
  assertMediaType(request)
  if (name !== undefined) {
    await refresh(asked, name)
    if (resource.collection(cluster).get(namespace, name) === undefined) throw notFound(resource, name)
  }
  const guest = namespace === undefined || name === undefined ? undefined : cluster.guest(namespace, name)
  if (verb !== 'delete' || guest === undefined || resource.resource !== 'virtualmachineinstances') {
    throw methodNotAllowed(unsimulated(verb, resource))
  }
  return remove(asked, guest)
}

async function remove({ cluster, resource, request, target, query }: ObjectsRequest, guest: KubevirtGuest) {
  const { uid: wanted, isDry } = deletionOptions(await request.text())
  if (wanted !== undefined && wanted !== guest.uid) {
    const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${guest.uid}`
    throw conflict(resource, guest.name, why)
  }
  const collection = resource.collection(cluster)
  const before = collection.get(guest.namespace, guest.name)
  const { revision } = collection
  if (!isDry && !query.getAll('dryRun').includes('All')) guest.delete()
  // The first that came of it: a guest may be gone at once.
  const marked = collection.since(revision).find(({ object }) => object.metadata.uid === before?.metadata.uid)
  const object = marked?.object ?? before
  return jsonAnswer({ ...object, apiVersion: `${resource.group}/${target.version}` }, request)
}

const BODIES = ['application/json', 'application/yaml']
const PATCHES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml']

function assertMediaType({ method, headers }: Request): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const accepted = method === 'PATCH' ? PATCHES : BODIES
  if (type === undefined ? method === 'PATCH' : !accepted.includes(type)) throw unsupportedMediaType(accepted)
}

function unsimulated(verb: string, { resource }: Resource): string {
  const instead =
    resource === 'virtualmachines'
      ? ' To start, stop and restart one, PUT to its subresources start, stop, restart; its strategy is Manual.'
      : ''
  return (
    `mockvm does not simulate the verb "${verb}" on ${resource}: the VMs of this cluster are those that ` +
    `kubevirtHandlers() was given.${instead}`
  )
}

function represented({ cluster, resource, request, query, target }: ObjectsRequest): Representation {
  const form = formOf(request.headers.get('accept'), query, target.version)
  return new Representation(resource, form, metadata => cluster.timeOf(metadata))
}

/** Gives whose objects are asked for. Throws ApiError for a VM that is closed. */
async function refresh({ cluster, resource, target }: ObjectsRequest, name: string | undefined) {
  if (resource.group === '') return []
  const guests = cluster.within(target.namespace, name)
  for (const guest of guests) assertOpen(guest)
  await Promise.all(guests.map(guest => guest.refresh()))
  return guests
}

export function assertOpen({ namespace, name, isClosed }: KubevirtGuest): void {
  if (isClosed) throw internal(`mockvm: the VM behind ${namespace}/${name} is closed. Make handlers without it.`)
}
