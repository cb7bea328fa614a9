/** Network interfaces. */
import type {
  Family,
  HttpAnswer,
  InterfaceConfig,
  InterfaceStatistics,
  ListeningConfig,
  RouteConfig,
} from '../guest/config.js'
import { parseAddress } from '../guest/ip-address.js'
import { ipBytes, ipText } from '../guest/ip-bytes.js'
import { familyOf } from './family.js'
import type { ScenarioInput } from './schema.js'
import { parseCount } from './units.js'

type InterfaceInput = NonNullable<NonNullable<ScenarioInput['network']>['interfaces']>[number]
type RouteInput = NonNullable<NonNullable<ScenarioInput['network']>['routes']>[number]
type ListeningInput = NonNullable<NonNullable<ScenarioInput['network']>['listening']>[number]
type StatisticsInput = NonNullable<InterfaceInput['statistics']>

const UNIX_LOOPBACK: InterfaceInput = { name: 'lo', addresses: ['127.0.0.1/8', '::1/128'] }
const LOOPBACK: Readonly<Record<Family, InterfaceInput>> = {
  linux: UNIX_LOOPBACK,
  freebsd: UNIX_LOOPBACK,
  windows: { name: 'Loopback Pseudo-Interface 1', mac: 'none', addresses: ['::1/128', '127.0.0.1/8'] },
}

/** The interfaces of a document; the loopback alone without any. */
export function interfacesOf(document: ScenarioInput): readonly InterfaceInput[] {
  return document.network?.interfaces ?? [LOOPBACK[familyOf(document)]]
}

function toStatistics(input: StatisticsInput): InterfaceStatistics {
  const counter = (name: keyof StatisticsInput) => parseCount(input[name] ?? 0) ?? 0n
  return {
    rxBytes: counter('rxBytes'),
    rxPackets: counter('rxPackets'),
    rxErrs: counter('rxErrs'),
    rxDropped: counter('rxDropped'),
    txBytes: counter('txBytes'),
    txPackets: counter('txPackets'),
    txErrs: counter('txErrs'),
    txDropped: counter('txDropped'),
  }
}

export function toInterfaceConfigs(document: ScenarioInput): InterfaceConfig[] {
  return interfacesOf(document).map(input => {
    const loopback = input.name === 'lo'
    const mac = input.mac?.toLowerCase() ?? (loopback ? '00:00:00:00:00:00' : undefined)
    return {
      name: input.name,
      ...(mac !== undefined && { mac }),
      addresses: (input.addresses ?? []).flatMap(text => parseAddress(text) ?? []),
      statistics: toStatistics(input.statistics ?? {}),
      mtu: input.mtu ?? (loopback ? 65_536 : 1500),
      up: input.up ?? true,
    }
  })
}

/** IP6_RT_PRIO_USER: what a route of IPv6 gets that nobody gives a metric. */
const IPV6_METRIC = 1024

export function toRouteConfigs(routes: readonly RouteInput[]): RouteConfig[] {
  return routes.flatMap(({ interface: name, destination: text, gateway, metric, mtu = 0 }) => {
    const destination = parseAddress(text)
    if (destination === undefined) return []
    const usual = text.includes(':') ? IPV6_METRIC : 0
    return [{ interface: name, destination, ...(gateway && { gateway }), metric: metric ?? usual, mtu }]
  })
}

export function toListeningConfigs(sockets: readonly ListeningInput[]): ListeningConfig[] {
  return sockets.map(({ protocol, address, port, process, http }) => ({
    protocol,
    address: ipText(ipBytes(address)),
    port,
    ...(process !== undefined && { process }),
    ...(http !== undefined && { http: toHttpAnswers(http) }),
  }))
}

function toHttpAnswers(answers: NonNullable<ListeningInput['http']>): Readonly<Record<string, HttpAnswer>> {
  const entries = Object.entries(answers).flatMap(([path, input]): [string, HttpAnswer][] => {
    if (input === null) return []
    if (typeof input === 'string') return [[path, { status: 200, body: input }]]
    const { status = 200, body = '', directory } = input
    return [[path, directory === undefined ? { status, body } : { status, directory }]]
  })
  return Object.fromEntries(entries)
}
