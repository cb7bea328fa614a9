/** The routing tables as the kernel shows them: what follows from the addresses, or the main table of the scenario. */
import type { InterfaceConfig, IpAddressConfig, RouteConfig } from './config.js'
import { compareBytes, ipBytes, ipText, networkOf } from './ip-bytes.js'

export interface Route {
  readonly interface: string
  /** Of 4 or 16 bytes, as all addresses here. */
  readonly destination: Uint8Array
  readonly prefix: number
  /** All zeros where the destination is on the link. */
  readonly gateway: Uint8Array
  /** 32 bits without a sign. */
  readonly metric: number
  /** RTF_* of <linux/route.h> and <linux/ipv6_route.h>: 32 bits without a sign. */
  readonly flags: number
  readonly refcnt: number
  readonly mtu: number
}

/** A route of the main table, with what ip(8) knows of it besides. */
export interface MainRoute extends RouteConfig {
  /** Who made it: "kernel", "static", …; absent: ip(8), which doesn't say so then. */
  readonly protocol?: string
  /** The address that is preferred for what goes there. */
  readonly source?: string
}

const UP = 1
const GATEWAY = 2
/** RTF_UP | RTF_NONEXTHOP | RTF_LOCAL */
const LOCAL = 0x8020_0001
/** RTF_REJECT | RTF_NONEXTHOP */
const REJECT = 0x0020_0200
/** IP6_RT_PRIO_ADDRCONF */
const ADDRCONF_METRIC = 256
const WORST_METRIC = 0xffff_ffff

const NOWHERE_4 = new Uint8Array(4)
const NOWHERE_6 = new Uint8Array(16)
const MULTICAST = ipBytes('ff00::')

/** The main table of IPv4, in the order of /proc/net/route. */
export function ipv4Routes(interfaces: readonly InterfaceConfig[], configured?: readonly RouteConfig[]): Route[] {
  const routes = (configured ?? derived(interfaces))
    .filter(route => isOfFamily(route, 4) && isUp(interfaces, route))
    .map(toRoute)
  return routes.sort((a, b) => compareBytes(a.destination, b.destination) || b.prefix - a.prefix || a.metric - b.metric)
}

/** The main tables of both families, in no special order; those that the kernel makes of addresses are marked. */
export function mainRoutes(
  interfaces: readonly InterfaceConfig[],
  configured?: readonly MainRoute[],
): readonly MainRoute[] {
  const own = new Map(interfaces.flatMap(connected).map(route => [identity(route), route]))
  return (configured ?? derived(interfaces))
    .filter(route => isUp(interfaces, route))
    .map(route => {
      const made = own.get(identity({ ...route, metric: isIpv6(route.destination) ? ADDRCONF_METRIC : 0 }))
      if (route.protocol !== undefined || route.gateway !== undefined || made === undefined) return route
      const { protocol, source } = made
      return { ...route, ...(protocol && { protocol }), ...(source && { source }) }
    })
}

/** What becomes of the main table when an interface changes: routes come with addresses, and go with them. */
export function followInterfaces(
  routes: readonly MainRoute[],
  before: InterfaceConfig,
  after: InterfaceConfig,
): readonly MainRoute[] {
  const had = new Map(connected(before).map(route => [identity(route), route]))
  const has = new Map(connected(after).map(route => [identity(route), route]))
  // An interface that goes down, or loses the last address of a family, takes all its routes along.
  const isLost = (family: 4 | 6) => {
    const count = ({ up, addresses }: InterfaceConfig) =>
      up ? addresses.filter(address => isIpv6(address) === (family === 6)).length : 0
    return count(before) > 0 && count(after) === 0
  }
  const lost = { 4: isLost(4), 6: isLost(6) }
  const kept = routes.filter(route => {
    if (route.interface !== after.name) return true
    if (lost[isIpv6(route.destination) ? 6 : 4]) return false
    return !had.has(identity(route)) || has.has(identity(route))
  })
  const added = [...has].filter(([key]) => !had.has(key) && !kept.some(route => identity(route) === key))
  return [...kept, ...added.map(([, route]) => route)]
}

function identity({ interface: name, destination, gateway, metric }: MainRoute): string {
  return JSON.stringify([name, destination.address, destination.prefix, gateway ?? null, metric])
}

/** The main table of IPv6 and the local one, in the order of /proc/net/ipv6_route. */
export function ipv6Routes(interfaces: readonly InterfaceConfig[], configured?: readonly RouteConfig[]): Route[] {
  const main = (configured ?? derived(interfaces))
    .filter(route => isOfFamily(route, 6) && isUp(interfaces, route))
    .map(toRoute)
  const local = interfaces.flatMap(it => (it.up ? it.addresses.filter(isIpv6).map(at => localRoute(it.name, at)) : []))
  if (local.length === 0) return main
  const links = new Set(local.map(route => route.interface))
  const multicast = interfaces.filter(it => links.has(it.name) && it.name !== 'lo').map(it => multicastRoute(it.name))
  const byDestination = (a: Route, b: Route) => compareBytes(a.destination, b.destination) || a.metric - b.metric
  return [
    ...main.filter(({ prefix }) => prefix > 0).sort(byDestination),
    ...main.filter(({ prefix }) => prefix === 0).sort(byDestination),
    ...local.sort(byDestination),
    ...multicast,
    // What no other route takes is refused.
    { ...onLink('lo', NOWHERE_6, 0), metric: WORST_METRIC, flags: REJECT },
  ]
}

/** What the kernel makes of addresses, and the gateway that a DHCP server mostly tells: the first address of the network. */
function derived(interfaces: readonly InterfaceConfig[]): MainRoute[] {
  const links = interfaces.filter(({ name, up }) => name !== 'lo' && up)
  return [...defaultRoute(links), ...links.flatMap(connected)]
}

/** The networks that an interface is in. */
function connected({ name, up, addresses }: InterfaceConfig): MainRoute[] {
  if (name === 'lo' || !up) return []
  const networks = new Map<string, MainRoute>()
  for (const address of addresses) {
    const destination = networkConfig(address)
    const isKnown = address.prefix >= 0 && !(address.prefix === 32 && !isIpv6(address))
    const key = JSON.stringify(destination)
    if (!isKnown || networks.has(key)) continue
    const metric = isIpv6(address) ? ADDRCONF_METRIC : 0
    const source = isIpv6(address) ? {} : { source: address.address }
    networks.set(key, { interface: name, destination, metric, mtu: 0, protocol: 'kernel', ...source })
  }
  return [...networks.values()]
}

function defaultRoute(links: readonly InterfaceConfig[]): RouteConfig[] {
  for (const { name, addresses } of links) {
    const own = addresses.find(address => !isIpv6(address) && address.prefix > 0 && address.prefix <= 30)
    if (own === undefined) continue
    const gateway = networkOf(ipBytes(own.address), own.prefix)
    gateway[3] = (gateway[3] ?? 0) | 1
    // A guest that is the gateway itself has none.
    if (compareBytes(gateway, ipBytes(own.address)) === 0) return []
    const everywhere = { address: '0.0.0.0', prefix: 0 }
    return [{ interface: name, destination: everywhere, gateway: gateway.join('.'), metric: 0, mtu: 0 }]
  }
  return []
}

function networkConfig({ address, prefix }: IpAddressConfig): IpAddressConfig {
  const network = networkOf(ipBytes(address), prefix)
  return { address: ipText(network), prefix }
}

function toRoute({ interface: name, destination, gateway, metric, mtu }: RouteConfig): Route {
  const { address, prefix } = destination
  const route = { ...onLink(name, networkOf(ipBytes(address), prefix), prefix), metric, mtu }
  const refcnt = isIpv6(destination) ? (isLinkLocal(route.destination) || gateway !== undefined ? 2 : 1) : 0
  if (gateway === undefined) return { ...route, refcnt }
  return { ...route, refcnt, gateway: ipBytes(gateway), flags: UP | GATEWAY }
}

function localRoute(name: string, { address }: IpAddressConfig): Route {
  return { ...onLink(name, ipBytes(address), 128), flags: LOCAL, refcnt: 2 }
}

function multicastRoute(name: string): Route {
  return { ...onLink(name, MULTICAST, 8), metric: ADDRCONF_METRIC, refcnt: 3 }
}

function onLink(name: string, destination: Uint8Array, prefix: number): Route {
  const gateway = destination.length === 4 ? NOWHERE_4 : NOWHERE_6
  return { interface: name, destination, prefix, gateway, metric: 0, flags: UP, refcnt: 1, mtu: 0 }
}

function isUp(interfaces: readonly InterfaceConfig[], route: RouteConfig): boolean {
  return interfaces.some(({ name, up }) => name === route.interface && up)
}

function isOfFamily({ destination }: RouteConfig, family: 4 | 6): boolean {
  return isIpv6(destination) === (family === 6)
}

function isIpv6({ address }: IpAddressConfig): boolean {
  return address.includes(':')
}

function isLinkLocal(address: Uint8Array): boolean {
  return address[0] === 0xfe && address[1] === 0x80
}
