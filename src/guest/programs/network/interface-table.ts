/** Interfaces as ifconfig(8) and netstat(8) of net-tools print them. */
import { ipText, prefixMask } from '../../ip-bytes.js'
import { broadcastOf, isIpv6, type Link, scopeOf } from './link.js'

/** IFF_* of <linux/if.h>: numbers, names and the letters of netstat -i. */
const FLAGS: Readonly<Record<Link['kind'], { base: number; names: readonly string[]; letters: string }>> = {
  loopback: { base: 8, names: ['LOOPBACK'], letters: 'L' },
  ether: { base: 0x1002, names: ['BROADCAST', 'MULTICAST'], letters: 'BM' },
  none: { base: 0x1090, names: ['POINTOPOINT', 'NOARP', 'MULTICAST'], letters: 'MOP' },
}
const UP = 1
const RUNNING = 0x40
const SCOPES = { host: '0x10<host>', link: '0x20<link>', global: '0x0<global>' } as const
const HARDWARE = { loopback: 'Local Loopback', ether: 'Ethernet', none: 'UNSPEC' } as const

export function interfaceText(link: Link): string {
  const { name, kind, mac, mtu, queueLength, statistics: s } = link
  const { number, names } = flagsOf(link)
  const titles = { loopback: 'loop', ether: `ether ${mac}`, none: `unspec ${'00-'.repeat(15)}00` }
  return [
    `${name}: flags=${number}<${names.join(',')}>  mtu ${mtu}`,
    ...addressLines(link),
    `        ${titles[kind]}  txqueuelen ${queueLength}  (${HARDWARE[kind]})`,
    `        RX packets ${s.rxPackets}  bytes ${s.rxBytes} (${humanBytes(s.rxBytes)})`,
    `        RX errors ${s.rxErrs}  dropped ${s.rxDropped}  overruns 0  frame 0`,
    `        TX packets ${s.txPackets}  bytes ${s.txBytes} (${humanBytes(s.txBytes)})`,
    `        TX errors ${s.txErrs}  dropped ${s.txDropped} overruns 0  carrier 0  collisions 0`,
    '\n',
  ].join('\n')
}

function flagsOf({ kind, up }: Link): { number: number; names: readonly string[] } {
  const { base, names } = FLAGS[kind]
  if (!up) return { number: base, names }
  // In the order of the bits.
  const [first = '', ...rest] = names
  return { number: base | UP | RUNNING, names: ['UP', first, 'RUNNING', ...rest] }
}

/** One of IPv4, which is all that its ioctl(2) tells, and all of IPv6. */
function addressLines({ kind, addresses }: Link): string[] {
  const own = addresses.find(address => !isIpv6(address))
  const broadcast = own && broadcastOf(kind, own)
  const mask = ipText(prefixMask(own?.prefix ?? 0))
  return [
    ...(own ? [`        inet ${own.address}  netmask ${mask}${broadcast ? `  broadcast ${broadcast}` : ''}`] : []),
    ...addresses
      .filter(isIpv6)
      .map(it => `        inet6 ${it.address}  prefixlen ${it.prefix}  scopeid ${SCOPES[scopeOf(it)]}`),
  ]
}

/** "7.8 GiB": cut, not rounded. */
export function humanBytes(bytes: bigint): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
  const power = units.findLastIndex((_, at) => at === 0 || bytes >= 1n << BigInt(10 * at))
  const tenths = (bytes * 10n) >> BigInt(10 * power)
  return `${tenths / 10n}.${tenths % 10n} ${units[power]}`
}

/** A line of `netstat -i`. */
export function interfaceRow(link: Link): string {
  const { name, mtu, up, kind, statistics: s } = link
  const cell = (value: bigint | number, width: number) => String(value).padStart(width)
  const received = `${cell(s.rxPackets, 8)} ${cell(s.rxErrs, 6)} ${cell(s.rxDropped, 6)} ${'0'.padEnd(6)}`
  const sent = `${cell(s.txPackets, 8)} ${cell(s.txErrs, 6)} ${cell(s.txDropped, 6)} ${cell(0, 6)}`
  return `${name.padEnd(15)}${cell(mtu, 6)} ${received} ${sent} ${FLAGS[kind].letters}${up ? 'RU' : ''}\n`
}
