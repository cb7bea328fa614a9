/** The cluster behind the API server: its nodes, namespaces, and the VMs in them. */
import type { Vm } from '../../vm.js'
import { type Fleet, membersOf } from '../fleet.js'
import { checkKubevirtMember, kubevirtSettings } from '../options.js'
import { Collection } from './api/collection.js'
import { Revisions } from './api/revisions.js'
import { KUBEVIRT } from './api/version.js'
import { KubevirtGuest, type Place } from './objects/guest.js'
import type { Metadata } from './objects/kube-object.js'
import { namespaceObject, nodeObject } from './objects/surroundings.js'
import type { KubevirtMember } from './options.js'
import { NAMESPACE, placeOf } from './place.js'
import { releaseOf } from './subresources/release.js'

const NODE = 'node01'

/** What makes a cluster this one. */
interface Plan {
  /** Of KubeVirt. */
  readonly version: string
  readonly members: readonly { readonly vm: Vm; readonly place: Place }[]
}

const clusters = new WeakMap<Vm, readonly KubevirtCluster[]>()

/**
 * Handlers that are made anew for the same VMs speak for the same cluster: it knows what has become of them meanwhile, and
 * VMs aren't listened to once more by each. Throws TypeError.
 */
export function clusterOf(vms: Vm | Fleet<KubevirtMember>, version?: string): KubevirtCluster {
  const plan = planOf(vms, version)
  const { vm } = plan.members[0] as Plan['members'][number]
  const known = clusters.get(vm) ?? []
  const same = known.find(cluster => isSame(cluster.plan, plan))
  if (same !== undefined) return same
  const cluster = new KubevirtCluster(plan)
  clusters.set(vm, [...known, cluster])
  return cluster
}

export class KubevirtCluster {
  readonly #revisions = new Revisions()
  readonly namespaces = new Collection(this.#revisions)
  readonly nodes = new Collection(this.#revisions)
  readonly machines = new Collection(this.#revisions)
  readonly instances = new Collection(this.#revisions)
  readonly guests: readonly KubevirtGuest[]
  readonly plan: Plan

  constructor(plan: Plan) {
    this.plan = plan
    const { members } = plan
    const since = members.map(({ vm }) => vm.guest.clock.hostTime() - vm.guest.clock.uptime()).sort(ascending)[0] ?? 0n
    for (const name of new Set([NAMESPACE, ...members.map(({ place }) => place.namespace)])) {
      this.namespaces.put(namespaceObject(name, since))
    }
    for (const name of new Set(members.map(({ place }) => place.node))) this.nodes.put(nodeObject(name, since))
    this.guests = members.map(({ vm, place }) => new KubevirtGuest(vm, place, this))
  }

  get version(): string {
    return this.plan.version
  }

  get vm(): Vm {
    return (this.guests[0] as KubevirtGuest).vm
  }

  /** Nanoseconds since the epoch where the object is: at its VM's host, or that of the first VM. */
  timeOf({ namespace = '', name }: Pick<Metadata, 'namespace' | 'name'>): bigint {
    const { clock } = (this.guest(namespace, name) ?? this).vm.guest
    clock.sync()
    return clock.hostTime()
  }

  guest(namespace: string, name: string): KubevirtGuest | undefined {
    return this.guests.find(guest => guest.namespace === namespace && guest.name === name)
  }

  /** Those of a namespace, or of all without one; that of a name alone. */
  within(namespace: string | undefined, name?: string): readonly KubevirtGuest[] {
    return this.guests.filter(
      guest =>
        (namespace === undefined || guest.namespace === namespace) && (name === undefined || guest.name === name),
    )
  }
}

/** Throws TypeError. */
function planOf(vms: Vm | Fleet<KubevirtMember>, version: string | undefined): Plan {
  const given = membersOf({ name: 'kubevirtHandlers', example: '{ web: vm }' }, vms)
  const [said] = given.map(({ vm }) => kubevirtSettings(vm).version)
  const release = releaseOf(version ?? said ?? KUBEVIRT)
  const members = given.map(({ id, vm, settings }) => {
    const scenario = kubevirtSettings(vm)
    const { namespace, name } = id === undefined ? placeOf(vm) : checkKubevirtMember(id, settings)
    const node = settings.node ?? scenario.node ?? NODE
    return { vm, place: { namespace, name, node, labels: settings.labels ?? scenario.labels ?? {}, release } }
  })
  assertDifferent(members.map(({ place }) => `${place.namespace}/${place.name}`))
  return { version: version ?? said ?? KUBEVIRT, members }
}

function isSame(a: Plan, b: Plan): boolean {
  const isOne = ({ vm, place }: Plan['members'][number], at: number) =>
    vm === b.members[at]?.vm && JSON.stringify(place) === JSON.stringify(b.members[at].place)
  return a.version === b.version && a.members.length === b.members.length && a.members.every(isOne)
}

function assertDifferent(places: readonly string[]): void {
  const twice = places.find((place, index) => places.indexOf(place) !== index)
  if (twice !== undefined) throw new TypeError(`kubevirtHandlers: expected VMs of different names, got ${twice} twice`)
}

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b))
