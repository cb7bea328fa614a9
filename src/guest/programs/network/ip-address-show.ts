/** `ip address show`, and how it picks addresses. */
import type { InterfaceAddress } from '../../interfaces.js'
import { ipFamily, parseAddress } from '../../ip-address.js'
import type { IpSettings } from './ip-settings.js'
import type { JsonMap } from './iproute-json.js'
import { broadcastOf, isIpv6, isSecondary, type Link, links, operState, scopeOf } from './link.js'
import { covers } from './main-table.js'
import { briefText, countersJson, countersText, linkJson, linkText } from './show-link.js'

const FOREVER = 4_294_967_295

interface Filter {
  device?: string
  up?: boolean
  scope?: string
  to?: { readonly address: string; readonly prefix: number }
  secondary?: boolean
}

export function readFilter(settings: IpSettings, words: readonly string[]): Filter {
  const filter: Filter = {}
  for (const [word, value] of settings.pairs(words)) {
    if (word === 'up') filter.up = true
    else if (word === 'scope') filter.scope = value()
    else if (word === 'to') {
      filter.to = readPrefix(settings, value())
      settings.family = isIpv6(filter.to) ? 'inet6' : 'inet'
    } else if (word === 'primary' || word === 'secondary') filter.secondary = word === 'secondary'
    else if (OTHER_FILTERS.has(word)) throw settings.missing(`ip address show ${word}`)
    else {
      const device = word === 'dev' ? value() : word
      if (filter.device !== undefined) {
        throw settings.fail(`Error: either "dev" is duplicate, or "${device}" is a garbage.`, 255)
      }
      filter.device = device
    }
  }
  return filter
}

const OTHER_FILTERS = new Set([
  'label',
  'type',
  'master',
  'nomaster',
  'vrf',
  'group',
  'permanent',
  'dynamic',
  'tentative',
])

/** The interfaces with those of their addresses that are asked for. */
export function select(settings: IpSettings, filter: Filter): Link[] {
  const { device, up, scope, to, secondary } = filter
  const found = links(settings.tool.guest).filter(link => device === undefined || link.name === device)
  if (device !== undefined && found.length === 0) throw settings.fail(`Device "${device}" does not exist.`)
  const isChoosy = scope !== undefined || to !== undefined || settings.family !== undefined
  return found
    .filter(link => !up || link.up)
    .map(link => ({ ...link, addresses: link.addresses.filter(address => isWanted(link, address)) }))
    .filter(link => !isChoosy || link.addresses.length > 0)

  function isWanted(link: Link, address: InterfaceAddress): boolean {
    if (settings.family !== undefined && isIpv6(address) !== (settings.family === 'inet6')) return false
    if (scope !== undefined && scopeOf(address) !== scope) return false
    if (secondary !== undefined && isSecondary(link.addresses, address) !== secondary) return false
    return to === undefined || covers(to, address.address)
  }
}

export function showAddresses(settings: IpSettings, words: readonly string[]): void {
  const filter = readFilter(settings, words)
  const all = links(settings.tool.guest)
  for (const link of select(settings, filter)) {
    const whole = all.find(({ name }) => name === link.name) ?? link
    if (settings.json) continue
    const lines = link.addresses.map(address => addressText(settings, whole, address))
    if (settings.brief) {
      const colour = (address: InterfaceAddress) => (isIpv6(address) ? 'inet6' : 'inet')
      const texts = link.addresses.map(it => `${settings.paint(colour(it), it.address)}/${it.prefix} `)
      settings.tool.print(`${briefText(settings, link)}${texts.join('')}\n`)
    } else if (settings.oneline) {
      for (const line of lines) settings.tool.print(`${link.index}: ${settings.paint('name', link.name)}${line}\n`)
    } else {
      settings.tool.print(
        `${linkText(settings, link, false, filter.device !== undefined)}\n`,
        ...lines.map(line => `${line}\n`),
      )
      if (settings.statistics > 0) settings.tool.print(`${countersText(settings, link)}\n`)
    }
  }
  if (settings.json)
    settings.printJson(select(settings, filter).map(link => json(settings, link, filter.device !== undefined)))
}

function addressText(settings: IpSettings, link: Link, address: InterfaceAddress): string {
  const isV6 = isIpv6(address)
  const broadcast = broadcastOf(link.kind, address)
  const lifetime = `${settings.lineEnd}       valid_lft forever preferred_lft forever`
  const family = isV6 ? 'inet6' : 'inet'
  return [
    `    ${family} ${settings.paint(family, address.address)}/${address.prefix} `,
    broadcast === undefined ? '' : `brd ${settings.paint('inet', `${broadcast} `)}`,
    `scope ${scopeOf(address)} `,
    isSecondary(link.addresses, address) ? 'secondary ' : '',
    isV6 ? '' : link.name,
    lifetime,
  ].join('')
}

function json(settings: IpSettings, link: Link, isOne: boolean): JsonMap {
  if (settings.brief) {
    const addresses = link.addresses.map(({ address, prefix }) => ({ local: address, prefixlen: prefix }))
    return { ifname: link.name, operstate: operState(link), addr_info: addresses }
  }
  const counters = settings.statistics > 0 ? { stats64: countersJson(link) } : {}
  return {
    ...linkJson(settings, link, false, isOne),
    ...counters,
    addr_info: link.addresses.map(it => addressJson(link, it)),
  }
}

function addressJson(link: Link, address: InterfaceAddress): JsonMap {
  const broadcast = broadcastOf(link.kind, address)
  return {
    family: isIpv6(address) ? 'inet6' : 'inet',
    local: address.address,
    prefixlen: address.prefix,
    ...(broadcast !== undefined && { broadcast }),
    scope: scopeOf(address),
    ...(isSecondary(link.addresses, address) && { secondary: true }),
    ...(!isIpv6(address) && { label: link.name }),
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  }
}

/** Without a prefix: that of a single address. */
export function readPrefix(settings: IpSettings, text: string): InterfaceAddress {
  const longest = text.includes(':') ? 128 : 32
  const parsed = text.includes('-') ? undefined : parseAddress(text.includes('/') ? text : `${text}/${longest}`)
  if (parsed !== undefined && ipFamily(parsed.address) !== 0) return parsed
  throw settings.fail(`Error: any valid prefix is expected rather than "${text}".`)
}
