/** The table of IPv4 as route(8) and netstat(8) of net-tools print it. */
import type { Guest } from '../../guest.js'
import { ipText, prefixMask } from '../../ip-bytes.js'
import { ipv4Routes } from '../../routes.js'

const METRIC_HEAD = 'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n'
const MSS_HEAD = 'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n'

/** `last`: which three columns stand before the interface. */
export function routeTable({ interfaces, config }: Guest, numeric: boolean, last: 'metric' | 'mss'): string {
  const rows = ipv4Routes(interfaces.list(), interfaces.routes(config.routes)).map(route => {
    const { prefix, flags, metric, mtu } = route
    const isDefault = prefix === 0
    const destination = isDefault && !numeric ? 'default' : ipText(route.destination)
    const hasGateway = (flags & 2) !== 0
    const letters = `U${hasGateway ? 'G' : ''}${prefix === 32 ? 'H' : ''}`
    const addresses = [destination, ipText(route.gateway), ipText(prefixMask(prefix))].map(text => text.padEnd(15))
    const numbers =
      last === 'metric'
        ? `${letters.padEnd(5)} ${String(metric).padEnd(6)} ${'0'.padEnd(2)} ${'0'.padStart(7)}`
        : `${letters.padEnd(5)} ${String(mtu).padStart(5)} ${'0'.padEnd(6)} ${'0'.padStart(5)}`
    return `${addresses.join(' ')} ${numbers} ${route.interface}\n`
  })
  return `Kernel IP routing table\n${last === 'metric' ? METRIC_HEAD : MSS_HEAD}${rows.join('')}`
}
