/** Changing the main routing table, as the kernel takes it from ip(8) and route(8). */
import type { Guest } from '../../guest.js'
import { compareBytes, ipBytes, networkOf } from '../../ip-bytes.js'
import { type MainRoute, mainRoutes } from '../../routes.js'

export type Table = readonly MainRoute[]

/** Both families: IPv4 first; in each the order in which the kernel shows them. */
export function mainTable({ interfaces, config }: Guest): Table {
  const isV6 = ({ destination }: MainRoute) => destination.address.includes(':')
  const bytes = ({ destination }: MainRoute) => ipBytes(destination.address)
  const prefix = ({ destination }: MainRoute) => destination.prefix
  return mainRoutes(interfaces.list(), interfaces.routes(config.routes)).toSorted((a, b) => {
    if (isV6(a) !== isV6(b)) return isV6(a) ? 1 : -1
    // The kernel shows the default route of IPv6 last.
    if (isV6(a) && (prefix(a) === 0) !== (prefix(b) === 0)) return prefix(a) === 0 ? 1 : -1
    return compareBytes(bytes(a), bytes(b)) || prefix(b) - prefix(a) || a.metric - b.metric
  })
}

/** From now on the table follows what happens, instead of what the addresses of the scenario suggest. */
export function holdTable(guest: Guest): void {
  const held = guest.interfaces.routes(undefined)
  if (held === undefined) guest.interfaces.setRoutes(mainTable(guest))
}

export interface WantedRoute {
  readonly destination: { readonly address: string; readonly prefix: number }
  readonly interface?: string
  readonly gateway?: string
  readonly metric?: number
  readonly mtu?: number
  readonly protocol?: string
  readonly source?: string
}

/** `add` refuses one of the same destination and metric, `change` and `replace` put the new one in its place. */
export type AddMode = 'add' | 'append' | 'change' | 'replace'

/** Why the kernel refuses a route. */
export type Refusal = 'exists' | 'no-such-route' | 'no-device' | 'device-down' | 'bad-gateway' | 'no-egress'

/** IP6_RT_PRIO_USER */
const IPV6_METRIC = 1024

export function addRoute(guest: Guest, wanted: WantedRoute, mode: AddMode): Refusal | undefined {
  const { destination, gateway } = wanted
  const isV6 = destination.address.includes(':')
  if (isV6 && gateway !== undefined && /^fe[89ab]/.test(gateway) && wanted.interface === undefined) return 'no-egress'
  const device = gateway === undefined ? wanted.interface : egress(guest, gateway, wanted.interface)
  if (device === undefined) return gateway === undefined ? 'no-device' : 'bad-gateway'
  if (guest.interfaces.find(device)?.up === false) return 'device-down'
  const { mtu = 0, metric = isV6 ? IPV6_METRIC : 0, protocol, source } = wanted
  const route: MainRoute = {
    ...{ interface: device, destination, metric, mtu },
    ...(gateway !== undefined && { gateway }),
    ...(protocol !== undefined && { protocol }),
    ...(source !== undefined && { source }),
  }
  const table = mainTable(guest)
  const at = table.findIndex(other => isSameDestination(other, route) && other.metric === metric)
  const isThere = at !== -1
  if (isThere && mode === 'add') return 'exists'
  if (!isThere && mode === 'change') return 'no-such-route'
  const isReplaced = isThere && mode !== 'append'
  guest.interfaces.setRoutes(isReplaced ? table.with(at, route) : [...table, route])
  return undefined
}

/** Removes the first that is like that; whether there was one. */
export function removeRoute(guest: Guest, wanted: WantedRoute): boolean {
  const table = mainTable(guest)
  const at = table.findIndex(route => isSameDestination(route, wanted) && isLike(route, wanted))
  if (at === -1) return false
  guest.interfaces.setRoutes(table.toSpliced(at, 1))
  return true
}

function isLike(route: MainRoute, wanted: WantedRoute): boolean {
  return (['interface', 'gateway', 'metric', 'protocol', 'source'] as const).every(
    key => wanted[key] === undefined || wanted[key] === route[key],
  )
}

export function isSameDestination(a: Pick<MainRoute, 'destination'>, b: Pick<MainRoute, 'destination'>): boolean {
  return a.destination.address === b.destination.address && a.destination.prefix === b.destination.prefix
}

/** Where a gateway is: on a network of an interface, and no address of the guest. */
function egress(guest: Guest, gateway: string, wanted: string | undefined): string | undefined {
  const isOwn = guest.interfaces.list().some(({ addresses }) => addresses.some(({ address }) => address === gateway))
  const route = isOwn ? undefined : findRoute(mainTable(guest), gateway, wanted)
  return route?.gateway === undefined ? route?.interface : undefined
}

/** The route that an address takes: the longest prefix, then the smallest metric. */
export function findRoute(table: Table, address: string, device?: string): MainRoute | undefined {
  return table
    .filter(route => device === undefined || route.interface === device)
    .filter(route => covers(route.destination, address))
    .toSorted((a, b) => b.destination.prefix - a.destination.prefix || a.metric - b.metric)[0]
}

export function covers(network: MainRoute['destination'], address: string): boolean {
  if (network.address.includes(':') !== address.includes(':')) return false
  return compareBytes(networkOf(ipBytes(address), network.prefix), ipBytes(network.address)) === 0
}
