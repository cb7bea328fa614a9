import { ipText, prefixMask } from '../../guest/ip-bytes.js'
import { type WindowsRoute, windowsRoutes } from '../../guest/windows/routes.js'
import { elsewhere } from '../define.js'
import { guestNetworkGetRoute } from '../guest-network-get-route.js'

export const guestNetworkGetRouteOnWindows = elsewhere(guestNetworkGetRoute, ({ guest: { interfaces, config } }) =>
  windowsRoutes(interfaces.list(), config.routes).map(route =>
    route.destination.length === 4 ? ipv4(route) : ipv6(route),
  ),
)

function ipv4(route: WindowsRoute) {
  return { ...common(route), version: 4n, gateway: ipText(route.gateway), mask: ipText(prefixMask(route.prefix)) }
}

function ipv6(route: WindowsRoute) {
  return { ...common(route), version: 6n, nexthop: ipText(route.gateway), desprefixlen: String(route.prefix) }
}

function common(route: WindowsRoute) {
  return {
    iface: route.interface,
    destination: ipText(route.destination),
    metric: BigInt(route.metric),
    mtu: BigInt(route.mtu),
  }
}
