/** What the API server says of itself: its groups, their versions, their resources. */
import type { JsonObject } from '../objects/kube-object.js'
import { type Resource, resources } from './resource.js'

interface Group {
  readonly name: string
  readonly versions: readonly string[]
}

/** What is asked below objects, by its names. */
export interface SubresourceNames {
  readonly instances: readonly string[]
  readonly machines: readonly string[]
}

const GROUPS: readonly Group[] = [
  { name: 'authorization.k8s.io', versions: ['v1'] },
  { name: 'kubevirt.io', versions: ['v1', 'v1alpha3'] },
  { name: 'subresources.kubevirt.io', versions: ['v1', 'v1alpha3'] },
]

const REVIEWS = {
  name: 'selfsubjectaccessreviews',
  singularName: 'selfsubjectaccessreview',
  namespaced: false,
  kind: 'SelfSubjectAccessReview',
  verbs: ['create'],
}

/** Undefined where nothing is said at that path. `host`: whom the client has asked. */
export function discovery(path: string, host: string, subresources: SubresourceNames): JsonObject | undefined {
  const [, root, name, version, ...rest] = path.replace(/(?<=.)\/$/, '').split('/')
  if (rest.length > 0) return undefined
  if (root === 'api') {
    if (name === undefined) return apiVersions(host)
    return name === 'v1' && version === undefined
      ? resourceList('', 'v1', resources.filter(it => it.group === '').flatMap(described))
      : undefined
  }
  if (root !== 'apis') return undefined
  if (name === undefined) return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(describedGroup) }
  const group = GROUPS.find(it => it.name === name)
  if (group === undefined) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...describedGroup(group) }
  if (!group.versions.includes(version)) return undefined
  return resourceList(name, version, inGroup(name, subresources))
}

function inGroup(name: string, { instances, machines }: SubresourceNames): JsonObject[] {
  if (name === 'authorization.k8s.io') return [REVIEWS]
  if (name === 'kubevirt.io') return resources.filter(it => it.group === name).flatMap(described)
  // There is no kind of them, and their verbs are left out: virt-api says no more.
  return [
    ...machines.map(sub => `virtualmachines/${sub}`),
    ...instances.map(sub => `virtualmachineinstances/${sub}`),
  ].map(sub => ({ name: sub, singularName: '', namespaced: true, kind: '', verbs: null }))
}

function apiVersions(host: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
  }
}

function describedGroup({ name, versions }: Group): JsonObject {
  const all = versions.map(version => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: all, preferredVersion: all[0] }
}

function resourceList(group: string, version: string, all: readonly JsonObject[]): JsonObject {
  const groupVersion = group === '' ? version : `${group}/${version}`
  // The core's list is older than the member that all others have.
  return { kind: 'APIResourceList', ...(group !== '' && { apiVersion: 'v1' }), groupVersion, resources: all }
}

function described(resource: Resource): JsonObject[] {
  const { singular, namespaced, kind, verbs, shortNames, categories, hasStatus } = resource
  const whole = { name: resource.resource, singularName: singular, namespaced, kind, verbs, shortNames, categories }
  const status = { name: `${resource.resource}/status`, singularName: '', namespaced, kind, verbs: ['get'] }
  return hasStatus ? [whole, status] : [whole]
}
