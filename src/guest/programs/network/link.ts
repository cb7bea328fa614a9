/** An interface as ip(8) and ifconfig(8) see it: what follows from its kind and state. */
import type { InterfaceConfig } from '../../config.js'
import type { Guest } from '../../guest.js'
import type { InterfaceAddress } from '../../interfaces.js'
import { ipBytes, ipText, networkOf, prefixMask } from '../../ip-bytes.js'

export interface Link {
  readonly index: number
  readonly name: string
  readonly kind: 'loopback' | 'ether' | 'none'
  readonly mac: string
  readonly mtu: number
  readonly up: boolean
  readonly qdisc: string
  readonly queueLength: number
  readonly addresses: readonly InterfaceAddress[]
  readonly statistics: InterfaceConfig['statistics']
}

const NO_MAC = '00:00:00:00:00:00'

export function links({ interfaces, config }: Guest): Link[] {
  return interfaces.list().map((it, at): Link => {
    const kind = it.name === 'lo' ? 'loopback' : it.mac === undefined || it.mac === 'none' ? 'none' : 'ether'
    // A card that was never up has no queue yet. fq_codel is what systemd makes the default.
    const unused = !it.up && config.interfaces[at]?.up === false
    return {
      index: at + 1,
      name: it.name,
      kind,
      mac: kind === 'ether' ? (it.mac ?? NO_MAC) : NO_MAC,
      mtu: it.mtu,
      up: it.up,
      qdisc: kind === 'loopback' ? 'noqueue' : unused ? 'noop' : 'fq_codel',
      queueLength: kind === 'none' ? 500 : 1000,
      addresses: it.addresses,
      statistics: it.statistics,
    }
  })
}

/** IFF_* of <linux/if.h>, by the names that ip(8) has for them. */
export function linkFlags({ kind, up }: Link): string[] {
  const own = { loopback: ['LOOPBACK'], ether: ['BROADCAST', 'MULTICAST'], none: ['POINTOPOINT', 'MULTICAST', 'NOARP'] }
  return [...own[kind], ...(up ? ['UP', 'LOWER_UP'] : [])]
}

export function operState({ kind, up }: Link): 'UP' | 'DOWN' | 'UNKNOWN' {
  if (!up) return 'DOWN'
  return kind === 'ether' ? 'UP' : 'UNKNOWN'
}

export function isIpv6({ address }: { readonly address: string }): boolean {
  return address.includes(':')
}

/** Undefined where there is none: on the loopback, and in a network of one or two addresses. */
export function broadcastOf(kind: Link['kind'], { address, prefix, broadcast }: InterfaceAddress): string | undefined {
  if (address.includes(':') || broadcast === 'none') return undefined
  if (broadcast !== undefined) return broadcast
  return kind !== 'ether' || prefix >= 31 ? undefined : lastAddress(address, prefix)
}

/** "192.168.122.255" of 192.168.122.10 and 24. */
export function lastAddress(address: string, prefix: number): string {
  const mask = prefixMask(prefix)
  return ipText(ipBytes(address).map((byte, at) => byte | (~(mask[at] ?? 0) & 0xff)))
}

export function scopeOf({ address }: { readonly address: string }): 'host' | 'link' | 'global' {
  if (/^127\.|^::1$/.test(address)) return 'host'
  return /^fe[89ab]/i.test(address) ? 'link' : 'global'
}

/** An address of IPv4 in a network that the interface has an earlier one of. */
export function isSecondary(all: readonly InterfaceAddress[], address: InterfaceAddress): boolean {
  if (isIpv6(address)) return false
  const network = ({ address, prefix }: InterfaceAddress) => `${networkOf(ipBytes(address), prefix)}/${prefix}`
  const first = all.find(other => !isIpv6(other) && network(other) === network(address))
  return first !== address
}
