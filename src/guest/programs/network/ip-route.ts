import { ipFamily } from '../../ip-address.js'
import { ipBytes, ipText, networkOf } from '../../ip-bytes.js'
import type { MainRoute } from '../../routes.js'
import { getRoute } from './ip-route-get.js'
import { abbreviated, type IpSettings } from './ip-settings.js'
import type { JsonMap } from './iproute-json.js'
import { type AddMode, addRoute, mainTable, type Refusal, removeRoute, type WantedRoute } from './main-table.js'

const COMMANDS = [
  ...([
    'list',
    'show',
    'lst',
    'get',
    'add',
    'change',
    'chg',
    'replace',
    'test',
    'prepend',
    'append',
    'delete',
  ] as const),
  ...(['flush', 'save', 'restore', 'showdump', 'help'] as const),
]
const ADD_MODES: Readonly<Record<string, AddMode>> = {
  add: 'add',
  append: 'append',
  change: 'change',
  chg: 'change',
  replace: 'replace',
}

/** `ip route` */
export function ipRoute(settings: IpSettings, [command = 'list', ...words]: readonly string[]): void {
  const name = abbreviated(COMMANDS, command)
  if (name === undefined) throw settings.fail(`Command "${command}" is unknown, try "ip route help".`, 255)
  const mode = ADD_MODES[name]
  if (name === 'list' || name === 'show' || name === 'lst') show(settings, words)
  else if (name === 'get') getRoute(settings, words)
  else if (mode !== undefined) change(settings, words, mode)
  else if (name === 'delete') remove(settings, words)
  else throw settings.missing(`ip route ${name}`)
}

interface Filter {
  destination?: MainRoute['destination']
  device?: string
  via?: string
  protocol?: string
  scope?: string
}

function show(settings: IpSettings, words: readonly string[]): void {
  const filter = readFilter(settings, words)
  const { device, via, protocol, scope, destination } = filter
  const routes = mainTable(settings.tool.guest).filter(route => {
    const isV6 = route.destination.address.includes(':')
    return (
      isV6 === (settings.family === 'inet6' || (destination?.address.includes(':') ?? false)) &&
      (device === undefined || route.interface === device) &&
      (via === undefined || route.gateway === via) &&
      (protocol === undefined || (route.protocol ?? 'boot') === protocol) &&
      (scope === undefined || (scopeOf(route) ?? 'global') === scope) &&
      (destination === undefined || destinationText(route) === destinationText({ ...route, destination }))
    )
  })
  if (settings.json) settings.printJson(routes.map(route => routeJson(route, filter)))
  else for (const route of routes) settings.tool.print(`${routeText(settings, route, filter)}\n`)
}

function readFilter(settings: IpSettings, words: readonly string[]): Filter {
  const filter: Filter = {}
  for (const [word, value] of settings.pairs(words)) {
    if (word === 'dev') filter.device = knownDevice(settings, value())
    else if (word === 'via') filter.via = readAddress(settings, value())
    else if (word === 'proto' || word === 'protocol') filter.protocol = value()
    else if (word === 'scope') filter.scope = value()
    else if (word === 'table') {
      const table = value()
      if (table !== 'main' && table !== '254') throw settings.missing(`ip route show table ${table}`)
    } else if (/^(?:root|match|src|type|cache|cloned|metric|realm|from|vrf|nhid)$/.test(word)) {
      throw settings.missing(`ip route show ${word}`)
    } else filter.destination = readDestination(settings, word === 'to' || word === 'exact' ? value() : word)
  }
  return filter
}

/** What the filter asks for is known, and not said again. */
function routeText(settings: IpSettings, route: MainRoute, filter: Filter): string {
  const { destination, gateway, interface: name, protocol, source, metric, mtu } = route
  const isV6 = destination.address.includes(':')
  const family = isV6 ? 'inet6' : 'inet'
  const scope = scopeOf(route)
  const text = destinationText(route)
  const parts = [
    text === 'default' ? 'default ' : settings.paint(family, `${text} `),
    gateway === undefined || filter.via ? '' : `via ${settings.paint(family, `${gateway} `)}`,
    filter.device ? '' : `dev ${settings.paint('name', `${name} `)}`,
    protocol === undefined || filter.protocol ? '' : `proto ${protocol} `,
    scope === undefined || filter.scope ? '' : `scope ${scope} `,
    source === undefined ? '' : `src ${settings.paint(family, `${source} `)}`,
    metric === 0 ? '' : `metric ${metric} `,
    mtu === 0 ? '' : `mtu ${mtu} `,
    isV6 ? 'pref medium' : '',
  ]
  return parts.join('')
}

function routeJson(route: MainRoute, filter: Filter): JsonMap {
  const { gateway, interface: name, protocol, source, metric, mtu, destination } = route
  const scope = scopeOf(route)
  return {
    dst: destinationText(route),
    ...(gateway !== undefined && !filter.via && { gateway }),
    ...(!filter.device && { dev: name }),
    ...(protocol !== undefined && !filter.protocol && { protocol }),
    ...(scope !== undefined && !filter.scope && { scope }),
    ...(source !== undefined && { prefsrc: source }),
    ...(metric !== 0 && { metric }),
    flags: [],
    ...(mtu !== 0 && { metrics: [{ mtu }] }),
    ...(destination.address.includes(':') && { pref: 'medium' }),
  }
}

/** Routes of IPv6 have none. */
function scopeOf({ destination, gateway }: MainRoute): string | undefined {
  return destination.address.includes(':') || gateway !== undefined ? undefined : 'link'
}

function destinationText({ destination: { address, prefix } }: MainRoute): string {
  if (prefix === 0) return 'default'
  return prefix === (address.includes(':') ? 128 : 32) ? address : `${address}/${prefix}`
}

function change(settings: IpSettings, words: readonly string[], mode: AddMode): void {
  const wanted = readWanted(settings, words)
  settings.mustBeRoot()
  const { address, prefix } = wanted.destination
  if (ipText(networkOf(ipBytes(address), prefix)) !== address) {
    throw settings.fail('Error: Invalid prefix for given prefix length.', 2)
  }
  const refusal = addRoute(settings.tool.guest, wanted, mode)
  if (refusal !== undefined) throw refused(settings, refusal, address.includes(':'))
}

function refused(settings: IpSettings, refusal: Refusal, isV6: boolean): Error {
  if (refusal === 'exists') return settings.refused('File exists')
  if (refusal === 'no-such-route') return settings.refused('No such file or directory')
  if (refusal === 'no-device') return settings.refused('No such device')
  if (refusal === 'device-down') return settings.fail('Error: Device for nexthop is not up.', 2)
  if (refusal === 'no-egress') return settings.fail('Error: Egress device not specified.', 2)
  return isV6 ? settings.refused('No route to host') : settings.fail('Error: Nexthop has invalid gateway.', 2)
}

function remove(settings: IpSettings, words: readonly string[]): void {
  const wanted = readWanted(settings, words)
  settings.mustBeRoot()
  if (!removeRoute(settings.tool.guest, wanted)) throw settings.refused('No such process')
}

type Words = { -readonly [Key in keyof WantedRoute]?: WantedRoute[Key] }

const OTHER_WORDS = new Set([
  ...['from', 'tos', 'dsfield', 'preference', 'table', 'vrf', 'nexthop', 'scope', 'realm', 'onlink', 'nhid', 'pref'],
  ...['unicast', 'local', 'broadcast', 'multicast', 'throw', 'unreachable', 'prohibit', 'blackhole', 'nat', 'encap'],
  ...['window', 'rtt', 'advmss', 'hoplimit', 'initcwnd', 'initrwnd', 'expires', 'weight', 'quickack', 'congctl'],
])

function readWanted(settings: IpSettings, words: readonly string[]): WantedRoute {
  const wanted: Words = {}
  for (const [word, value] of settings.pairs(words)) {
    if (word === 'via') wanted.gateway = readAddress(settings, value())
    else if (word === 'dev') wanted.interface = value()
    else if (word === 'src') wanted.source = readAddress(settings, value())
    else if (word === 'metric' || word === 'priority') wanted.metric = readNumber(settings, 'metric', value())
    else if (word === 'mtu') wanted.mtu = readNumber(settings, 'mtu', value())
    else if (word === 'proto' || word === 'protocol') wanted.protocol = value()
    else if (OTHER_WORDS.has(word)) throw settings.missing(`ip route with ${word}`)
    else {
      const text = word === 'to' ? value() : word
      if (wanted.destination !== undefined) {
        throw settings.fail(`Error: either "to" is duplicate, or "${text}" is a garbage.`, 255)
      }
      wanted.destination = readDestination(settings, text)
    }
  }
  if (wanted.interface !== undefined) knownDevice(settings, wanted.interface)
  // What is said first doesn't tell the family of the default route; its gateway does.
  const isV6 = settings.family === 'inet6' || (wanted.gateway?.includes(':') ?? false)
  const everywhere = { address: isV6 ? '::' : '0.0.0.0', prefix: 0 }
  const { destination = everywhere } = wanted
  // ip(8) marks those that nobody names otherwise as made by itself ("boot") and then doesn't tell.
  const { protocol, ...rest } = wanted
  const named = protocol === undefined || protocol === 'boot' ? {} : { protocol }
  return { ...rest, ...named, destination: destination.prefix === 0 ? everywhere : destination }
}

function readDestination(settings: IpSettings, text: string): MainRoute['destination'] {
  if (/^(?:default|any|all)$/.test(text)) return { address: settings.family === 'inet6' ? '::' : '0.0.0.0', prefix: 0 }
  const [address = '', prefix] = text.split('/')
  const longest = ipFamily(address) === 6 ? 128 : 32
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest)
  if (ipFamily(address) !== 0 && isPrefix) {
    return { address: ipText(ipBytes(address)), prefix: prefix === undefined ? longest : Number(prefix) }
  }
  throw settings.fail(`Error: any valid prefix is expected rather than "${text}".`)
}

function readAddress(settings: IpSettings, text: string): string {
  if (ipFamily(text) !== 0) return ipText(ipBytes(text))
  throw settings.fail(`Error: any valid address is expected rather than "${text}".`)
}

function readNumber(settings: IpSettings, name: string, text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff) return Number(text)
  throw settings.fail(`Error: argument "${text}" is wrong: "${name}" value is invalid\n`, 255)
}

function knownDevice(settings: IpSettings, name: string): string {
  if (settings.tool.guest.interfaces.find(name) !== undefined) return name
  throw settings.fail(`Cannot find device "${name}"`)
}
