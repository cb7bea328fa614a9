/** The routing table as Windows fills it: what Linux has, and a row for every address of its own. */
import type { InterfaceConfig, RouteConfig } from '../config.js'
import { compareBytes, ipBytes, networkOf } from '../ip-bytes.js'
import { ipv4Routes } from '../routes.js'

export interface WindowsRoute {
  readonly interface: string
  /** Of 4 or 16 bytes. */
  readonly destination: Uint8Array
  readonly prefix: number
  /** All zeros where the destination is on the link. */
  readonly gateway: Uint8Array
  /** Of the route and the interface together. */
  readonly metric: number
  /** -1 for the loopback, which has no limit. */
  readonly mtu: number
}

/** What Windows gives a route that it makes itself; one to a gateway, of DHCP, has none. */
const OWN_METRIC = 256
/** Of an interface of 10 Gbit/s, as netkvm calls itself, and of the loopback. */
const INTERFACE_METRIC = 15
const LOOPBACK_METRIC = 75
const NOWHERE_6 = new Uint8Array(16)

/** IPv4 first, each in order of destinations. */
export function windowsRoutes(
  interfaces: readonly InterfaceConfig[],
  configured?: readonly RouteConfig[],
): WindowsRoute[] {
  const up = interfaces.filter(it => it.up)
  const main = ipv4Routes(interfaces, configured).flatMap(
    ({ interface: name, destination, prefix, gateway, metric }) => {
      const link = up.find(it => it.name === name)
      if (link === undefined) return []
      const isOwn = gateway.every(byte => byte === 0)
      return [{ ...row(link, destination, prefix, metric + (isOwn ? OWN_METRIC : 0)), gateway }]
    },
  )
  const own = up.flatMap(link => link.addresses.flatMap(({ address, prefix }) => ownRows(link, address, prefix)))
  const all = [...main, ...own]
  const byDestination = (a: WindowsRoute, b: WindowsRoute) =>
    compareBytes(a.destination, b.destination) || a.prefix - b.prefix
  const keys = all.map(
    ({ interface: name, destination, prefix, gateway }) => `${name} ${destination} ${prefix} ${gateway}`,
  )
  const different = all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
  const ofLength = (length: number) => different.filter(({ destination }) => destination.length === length)
  return [...ofLength(4).sort(byDestination), ...ofLength(16).sort(byDestination)]
}

function ownRows(link: InterfaceConfig, address: string, prefix: number): WindowsRoute[] {
  const bytes = ipBytes(address)
  const isIpv4 = bytes.length === 4
  const bits = bytes.length * 8
  const network = networkOf(bytes, Math.max(prefix, 0))
  const host = row(link, bytes, bits, OWN_METRIC)
  if (!isIpv4) {
    const subnet = prefix > 0 && prefix < bits ? [row(link, network, prefix, OWN_METRIC)] : []
    return [...subnet, host, row(link, ipBytes('ff00::'), 8, OWN_METRIC)]
  }
  const broadcast = network.map((byte, index) => byte | (0xff >> Math.min(8, Math.max(0, prefix - index * 8))))
  const subnet = prefix > 0 && prefix < 31 ? [row(link, broadcast, 32, OWN_METRIC)] : []
  const everybody = row(link, ipBytes('255.255.255.255'), 32, OWN_METRIC)
  return [host, ...subnet, row(link, ipBytes('224.0.0.0'), 4, OWN_METRIC), everybody]
}

function row(link: InterfaceConfig, destination: Uint8Array, prefix: number, metric: number): WindowsRoute {
  const isLoopback = link.addresses.some(({ address }) => address === '127.0.0.1')
  return {
    interface: link.name,
    destination,
    prefix,
    gateway: destination.length === 4 ? new Uint8Array(4) : NOWHERE_6,
    metric: metric + (isLoopback ? LOOPBACK_METRIC : INTERFACE_METRIC),
    mtu: isLoopback ? -1 : link.mtu,
  }
}
