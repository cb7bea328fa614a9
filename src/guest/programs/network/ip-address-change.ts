/** `ip address add`, `change`, `delete` and `flush`. */

import type { InterfaceAddress } from '../../interfaces.js'
import { ipFamily } from '../../ip-address.js'
import { ipBytes, ipText } from '../../ip-bytes.js'
import { readFilter, readPrefix, select } from './ip-address-show.js'
import type { IpSettings } from './ip-settings.js'
import { isIpv6, isSecondary, type Link, lastAddress, links, scopeOf } from './link.js'
import { holdTable } from './main-table.js'

interface Wanted {
  local?: InterfaceAddress
  device?: string
  broadcast?: string
  hasPrefix: boolean
}

function readWanted(settings: IpSettings, words: readonly string[]): Wanted {
  const wanted: Wanted = { hasPrefix: true }
  for (const [word, value] of settings.pairs(words)) {
    if (word === 'dev') wanted.device = value()
    else if (word === 'brd' || word === 'broadcast') wanted.broadcast = value()
    else if (OTHER_WORDS.has(word)) throw settings.missing(`ip address add ${word}`)
    else {
      const text = word === 'local' ? value() : word
      if (wanted.local !== undefined) {
        throw settings.fail(`Error: either "local" is duplicate, or "${text}" is a garbage.`, 255)
      }
      wanted.local = readPrefix(settings, text)
      wanted.hasPrefix = text.includes('/')
    }
  }
  return wanted
}

const OTHER_WORDS = new Set([
  ...['peer', 'remote', 'anycast', 'scope', 'label', 'metric', 'valid_lft', 'preferred_lft', 'home', 'nodad'],
  ...['mngtmpaddr', 'noprefixroute', 'autojoin', 'proto'],
])

function target(settings: IpSettings, { local, device }: Wanted): { local: InterfaceAddress; link: Link } {
  if (device === undefined) throw settings.fail('Not enough information: "dev" argument is required.')
  const link = links(settings.tool.guest).find(({ name }) => name === device)
  if (link === undefined) throw settings.fail(`Cannot find device "${device}"`)
  if (local === undefined) throw settings.refused('Operation not supported')
  settings.mustBeRoot()
  return { local, link }
}

export function addAddress(settings: IpSettings, words: readonly string[], mode: string): void {
  const wanted = readWanted(settings, words)
  const { local, link } = target(settings, wanted)
  const isThere = link.addresses.some(other => isSame(other, local))
  if (isThere && mode === 'add') {
    throw settings.fail(`Error: ${isIpv6(local) ? 'ipv6: address' : 'ipv4: Address'} already assigned.`, 2)
  }
  if (isThere) return
  const address = { ...local, ...(!isIpv6(local) && { broadcast: readBroadcast(settings, wanted, local) }) }
  holdTable(settings.tool.guest)
  settings.tool.guest.interfaces.assign(link.name, inserted(link.addresses, address))
}

function readBroadcast(settings: IpSettings, { broadcast }: Wanted, { address, prefix }: InterfaceAddress): string {
  if (broadcast === undefined || broadcast === '-') return 'none'
  if (broadcast === '+') return lastAddress(address, prefix)
  if (ipFamily(broadcast) === 4) return ipText(ipBytes(broadcast))
  throw settings.fail(`Error: any valid address is expected rather than "${broadcast}".`)
}

/** Where the kernel puts it: primary ones before secondary ones, the newest of IPv6 before others of its scope. */
export function inserted(all: readonly InterfaceAddress[], address: InterfaceAddress): InterfaceAddress[] {
  const v4 = all.filter(other => !isIpv6(other))
  const v6 = all.filter(isIpv6)
  if (isIpv6(address)) {
    const rank = (of: InterfaceAddress) => ['host', 'link', 'global'].indexOf(scopeOf(of))
    const at = v6.findIndex(other => rank(other) <= rank(address))
    return [...v4, ...v6.toSpliced(at === -1 ? v6.length : at, 0, address)]
  }
  const primary = v4.findLastIndex(other => !isSecondary(v4, other)) + 1
  const at = isSecondary([...v4, address], address) ? v4.length : primary
  return [...v4.toSpliced(at, 0, address), ...v6]
}

export function removeAddress(settings: IpSettings, words: readonly string[]): void {
  const wanted = readWanted(settings, words)
  const { local, link } = target(settings, wanted)
  if (!wanted.hasPrefix && !isIpv6(local)) {
    settings.tool.stderr.add(
      'Warning: Executing wildcard deletion to stay compatible with old scripts.\n' +
        `         Explicitly specify the prefix length (${local.address}/32) to avoid this warning.\n` +
        '         This special behaviour is likely to disappear in further releases,\n         fix your scripts!\n',
    )
  }
  const isMeant = (other: InterfaceAddress) =>
    wanted.hasPrefix || isIpv6(local) ? isSame(other, local) : other.address === local.address
  const gone = link.addresses.find(isMeant)
  if (gone === undefined)
    throw settings.fail(`Error: ${isIpv6(local) ? 'ipv6: address' : 'ipv4: Address'} not found.`, 2)
  holdTable(settings.tool.guest)
  settings.tool.guest.interfaces.assign(link.name, without(link.addresses, gone))
}

/** A primary address takes its secondary ones along. */
export function without(all: readonly InterfaceAddress[], gone: InterfaceAddress): InterfaceAddress[] {
  const rest = all.filter(other => other !== gone)
  if (isIpv6(gone) || isSecondary(all, gone)) return rest
  return rest.filter(other => isIpv6(other) || !isSecondary([gone, other], other))
}

export function flushAddresses(settings: IpSettings, words: readonly string[]): void {
  if (words.length === 0) throw settings.fail('Flush requires arguments.')
  const chosen = select(settings, readFilter(settings, words))
  settings.mustBeRoot()
  const count = chosen.reduce((sum, { addresses }) => sum + addresses.length, 0)
  holdTable(settings.tool.guest)
  for (const link of chosen) {
    const all = settings.tool.guest.interfaces.find(link.name)?.addresses ?? []
    settings.tool.guest.interfaces.assign(
      link.name,
      all.filter(address => !link.addresses.includes(address)),
    )
  }
  if (settings.statistics === 0) return
  if (count === 0) settings.tool.print('Nothing to flush.\n')
  else settings.tool.print(`\n*** Round 1, deleting ${count} addresses ***\n*** Flush is complete after 1 round ***\n`)
}

function isSame(a: InterfaceAddress, b: InterfaceAddress): boolean {
  return a.address === b.address && a.prefix === b.prefix
}
