import { ipText, prefixMask } from '../guest/ip-bytes.js'
import { ipv4Routes, ipv6Routes, type Route } from '../guest/routes.js'
import { type Infer, q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const NetworkRoute = q.struct('GuestNetworkRoute', {
  iface: q.str,
  destination: q.str,
  metric: q.int,
  gateway: q.optional(q.doc('IPv4', q.str)),
  mask: q.optional(q.doc('IPv4', q.str)),
  irtt: q.optional(q.doc('IPv4: initial round trip time', q.int)),
  flags: q.optional(q.doc('RTF_* of the kernel, sign-extended to 64 bits', q.uint64)),
  refcnt: q.optional(q.int),
  use: q.optional(q.int),
  window: q.optional(q.doc('IPv4', q.int)),
  mtu: q.optional(q.doc('IPv4', q.int)),
  desprefixlen: q.optional(q.doc('IPv6: length of the prefix of the destination, as text', q.str)),
  source: q.optional(q.doc('IPv6', q.str)),
  srcprefixlen: q.optional(q.doc('IPv6: length of the prefix of the source, as text', q.str)),
  nexthop: q.optional(q.doc('IPv6', q.str)),
  version: q.doc('4 or 6', q.int),
})
type NetworkRoute = Infer<typeof NetworkRoute>

export const guestNetworkGetRoute = defineCommand({
  name: 'guest-network-get-route',
  since: '9.1',
  doc: 'The routes of the guest, as /proc/net/route and /proc/net/ipv6_route have them.',
  returns: q.list(NetworkRoute),
  run: ({ guest: { interfaces, config } }) => [
    ...ipv4Routes(interfaces.list(), interfaces.routes(config.routes)).map(ipv4),
    ...ipv6Routes(interfaces.list(), interfaces.routes(config.routes)).map(ipv6),
  ],
})

function ipv4(route: Route): NetworkRoute {
  return {
    ...common(route),
    version: 4n,
    gateway: ipText(route.gateway),
    mask: ipText(prefixMask(route.prefix)),
    irtt: 0n,
    window: 0n,
    mtu: BigInt(route.mtu),
  }
}

function ipv6(route: Route): NetworkRoute {
  return {
    ...common(route),
    version: 6n,
    desprefixlen: String(route.prefix),
    source: '::',
    srcprefixlen: '0',
    nexthop: ipText(route.gateway),
  }
}

function common(route: Route) {
  return {
    iface: route.interface,
    destination: ipText(route.destination),
    // The agent reads both as an int of 32 bits.
    metric: BigInt(route.metric | 0),
    flags: BigInt.asUintN(64, BigInt(route.flags | 0)),
    refcnt: BigInt(route.refcnt),
    use: 0n,
  }
}
