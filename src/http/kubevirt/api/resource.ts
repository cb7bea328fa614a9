/** What is served below /api and /apis as objects. */
import type { KubevirtCluster } from '../cluster.js'
import type { Collection } from './collection.js'
import type { Column } from './columns.js'
import { INSTANCE_COLUMNS, MACHINE_COLUMNS, NAMESPACE_COLUMNS, NODE_COLUMNS } from './columns.js'
import type { ResourceName } from './status.js'

export interface Resource extends ResourceName {
  readonly versions: readonly string[]
  readonly kind: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories?: readonly string[] | undefined
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  /** Those whose objects may be read by that name below them. */
  readonly hasStatus: boolean
  readonly columns: readonly Column[]
  collection(cluster: KubevirtCluster): Collection
}

const KUBEVIRT = { group: 'kubevirt.io', versions: ['v1', 'v1alpha3'], namespaced: true, categories: ['all'] } as const
const CORE = {
  group: '',
  versions: ['v1'],
  namespaced: false,
  hasStatus: true,
  verbs: ['get', 'list', 'watch'],
} as const

export const resources: readonly Resource[] = [
  {
    ...CORE,
    resource: 'namespaces',
    singular: 'namespace',
    kind: 'Namespace',
    shortNames: ['ns'],
    columns: NAMESPACE_COLUMNS,
    collection: cluster => cluster.namespaces,
  },
  {
    ...CORE,
    resource: 'nodes',
    singular: 'node',
    kind: 'Node',
    shortNames: ['no'],
    columns: NODE_COLUMNS,
    collection: cluster => cluster.nodes,
  },
  {
    ...KUBEVIRT,
    resource: 'virtualmachineinstances',
    singular: 'virtualmachineinstance',
    kind: 'VirtualMachineInstance',
    shortNames: ['vmi', 'vmis'],
    hasStatus: false,
    verbs: ['delete', 'get', 'list', 'watch'],
    columns: INSTANCE_COLUMNS,
    collection: cluster => cluster.instances,
  },
  {
    ...KUBEVIRT,
    resource: 'virtualmachines',
    singular: 'virtualmachine',
    kind: 'VirtualMachine',
    shortNames: ['vm', 'vms'],
    hasStatus: true,
    verbs: ['get', 'list', 'watch'],
    columns: MACHINE_COLUMNS,
    collection: cluster => cluster.machines,
  },
]

export function findResource(group: string, version: string, name: string): Resource | undefined {
  return resources.find(it => it.group === group && it.versions.includes(version) && it.resource === name)
}
