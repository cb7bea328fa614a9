/** The cluster behind the API server: its nodes, namespaces, and the VMs in them. */
import type { Vm } from '../../vm.js'
import { type Fleet, membersOf } from '../fleet.js'
import { checkKubevirtMember, kubevirtSettings } from '../options.js'
import { Collection } from './api/collection.js'
import { Revisions } from './api/revisions.js'
import { KubevirtGuest } from './objects/guest.js'
import { namespaceObject, nodeObject } from './objects/surroundings.js'
import type { KubevirtMember } from './options.js'

const NAMESPACE = 'default'
const NODE = 'node01'

export class KubevirtCluster {
  readonly #revisions = new Revisions()
  readonly namespaces = new Collection(this.#revisions)
  readonly nodes = new Collection(this.#revisions)
  readonly machines = new Collection(this.#revisions)
  readonly instances = new Collection(this.#revisions)
  readonly guests: readonly KubevirtGuest[]

  /** Throws TypeError. */
  constructor(vms: Vm | Fleet<KubevirtMember>) {
    const members = membersOf('kubevirtHandlers', vms)
    const places = members.map(({ id, vm, settings }) => {
      const said = kubevirtSettings(vm)
      const { namespace, name } =
        id === undefined
          ? { namespace: said.namespace ?? NAMESPACE, name: said.name ?? nameOf(vm) }
          : checkKubevirtMember(id, settings)
      const node = settings.node ?? said.node ?? NODE
      return { vm, place: { namespace, name, node, labels: settings.labels ?? said.labels ?? {} } }
    })
    assertDifferent(places.map(({ place }) => `${place.namespace}/${place.name}`))
    const since = places.map(({ vm }) => vm.guest.clock.hostTime() - vm.guest.clock.uptime()).sort(ascending)[0] ?? 0n
    for (const name of new Set([NAMESPACE, ...places.map(({ place }) => place.namespace)])) {
      this.namespaces.put(namespaceObject(name, since))
    }
    for (const name of new Set(places.map(({ place }) => place.node))) this.nodes.put(nodeObject(name, since))
    this.guests = places.map(({ vm, place }) => new KubevirtGuest(vm, place, this))
  }

  /** The time of the cluster is that of its first VM's host. */
  get vm(): Vm {
    return (this.guests[0] as KubevirtGuest).vm
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

/** Of scenarios anything may be the name. */
function nameOf({ name }: Vm): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z\d.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return label === '' ? 'vm' : label
}

function assertDifferent(places: readonly string[]): void {
  const twice = places.find((place, index) => places.indexOf(place) !== index)
  if (twice !== undefined) throw new TypeError(`kubevirtHandlers: expected VMs of different names, got ${twice} twice`)
}

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b))
