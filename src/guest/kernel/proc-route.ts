import type { Guest } from '../guest.js'
import { prefixMask } from '../ip-bytes.js'
import { ipv4Routes, ipv6Routes } from '../routes.js'

/** Lines of /proc/net/route are padded with blanks. */
const LINE = 127

const HEADER = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT'

/** /proc/net/route */
export function ipv4Route({ interfaces, config }: Guest): string {
  const rows = ipv4Routes(interfaces.list(), interfaces.routes(config.routes)).map(route => {
    const { destination, gateway, flags, refcnt, metric, prefix, mtu } = route
    const numbers = [hex(flags, 4), refcnt, 0, metric]
    return [
      ...[route.interface, littleEndian(destination), littleEndian(gateway), ...numbers],
      ...[littleEndian(prefixMask(prefix)), mtu, 0, 0],
    ].join('\t')
  })
  return [HEADER, ...rows].map(line => `${line.padEnd(LINE)}\n`).join('')
}

/** /proc/net/ipv6_route */
export function ipv6Route({ interfaces, config }: Guest): string {
  const nowhere = '0'.repeat(32)
  return ipv6Routes(interfaces.list(), interfaces.routes(config.routes))
    .map(({ destination, prefix, gateway, metric, refcnt, flags, interface: name }) => {
      const addresses = `${digits(destination)} ${hex(prefix, 2)} ${nowhere} 00 ${digits(gateway)}`
      const numbers = [metric, refcnt, 0, flags].map(number => hex(number, 8)).join(' ')
      return `${addresses} ${numbers} ${name.padStart(8)}\n`
    })
    .join('')
}

function hex(number: number, width: number): string {
  return number.toString(16).padStart(width, '0')
}

function digits(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** An address of IPv4 as the kernel prints it: a number of the machine's own order. */
function littleEndian(bytes: Uint8Array): string {
  return digits(bytes.toReversed()).toUpperCase()
}
