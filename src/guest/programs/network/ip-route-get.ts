import type { Guest } from '../../guest.js'
import { ipFamily } from '../../ip-address.js'
import { ipBytes, ipText } from '../../ip-bytes.js'
import type { IpSettings } from './ip-settings.js'
import { broadcastOf, isIpv6, links, scopeOf } from './link.js'
import { findRoute, mainTable } from './main-table.js'

export interface Path {
  readonly isLocal: boolean
  readonly device: string
  readonly gateway?: string
  /** The address of the guest that it speaks from. */
  readonly source: string
  readonly metric: number
  readonly protocol?: string
}

/** The way to an address; undefined where none leads there. */
export function pathTo(guest: Guest, address: string): Path | undefined {
  const all = links(guest).filter(({ up }) => up)
  const isLoopback = /^127\./.test(address)
  const own = all.some(link => link.addresses.some(it => it.address === address))
  if (own || isLoopback) {
    return { isLocal: true, device: 'lo', source: address, metric: 0 }
  }
  const route = findRoute(mainTable(guest), address)
  if (route === undefined) return undefined
  const { interface: device, gateway, metric, protocol } = route
  const candidates = (all.find(({ name }) => name === device)?.addresses ?? []).filter(
    it => isIpv6(it) === address.includes(':'),
  )
  const scope = scopeOf({ address: gateway ?? address })
  const nearest = candidates.find(it => scopeOf(it) === scope) ?? candidates[0]
  const source = route.source ?? nearest?.address
  if (source === undefined) return undefined
  return { isLocal: false, device, source, metric, ...(gateway && { gateway }), ...(protocol && { protocol }) }
}

/** `ip route get` */
export function getRoute(settings: IpSettings, words: readonly string[]): void {
  const [first, second] = words
  const text = first === 'to' ? second : first
  if (text === undefined) throw settings.fail('need at least a destination address')
  if (words.length > (first === 'to' ? 2 : 1)) throw settings.missing(`ip route get with ${words.at(-1)}`)
  if (ipFamily(text) === 0) throw settings.fail(`Error: any valid prefix is expected rather than "${text}".`)
  const address = ipText(ipBytes(text))
  const isV6 = address.includes(':')
  if (settings.family === 'inet6' && !isV6)
    throw settings.fail(`Error: inet6 prefix is expected rather than "${text}".`)
  if (isForMany(settings.tool.guest, address)) throw settings.missing(`ip route get of ${address}, which is many`)
  const path = pathTo(settings.tool.guest, address)
  if (path === undefined) throw settings.refused('Network is unreachable')
  if (settings.json && isV6) throw settings.missing('ip -6 -json route get')
  if (settings.json) settings.printJson([pathJson(settings, address, path)])
  else settings.tool.print(`${isV6 ? ipv6Text(settings, address, path) : ipv4Text(settings, address, path)}\n`)
}

/** A broadcast or multicast address. */
function isForMany(guest: Guest, address: string): boolean {
  const isBroadcast = links(guest).some(({ kind, addresses }) =>
    addresses.some(it => broadcastOf(kind, it) === address),
  )
  return isBroadcast || /^(?:22[4-9]|23\d)\.|^ff|^255\.255\.255\.255$/.test(address)
}

function ipv4Text(settings: IpSettings, address: string, { isLocal, device, gateway, source }: Path): string {
  const inet = (text: string) => settings.paint('inet', `${text} `)
  const via = gateway === undefined ? '' : `via ${inet(gateway)}`
  const name = settings.paint('name', `${device} `)
  const head = `${isLocal ? 'local ' : ''}${inet(address)}${via}dev ${name}src ${inet(source)}`
  return `${head}uid ${settings.tool.cred.uid} ${settings.lineEnd}    cache ${isLocal ? '<local> ' : ''}`
}

function ipv6Text(settings: IpSettings, address: string, path: Path): string {
  const { isLocal, device, gateway, source, metric, protocol } = path
  const inet = (text: string) => settings.paint('inet6', `${text} `)
  const name = settings.paint('name', `${device} `)
  const via = gateway === undefined ? '' : `via ${inet(gateway)}`
  const made = isLocal ? 'table local proto kernel ' : protocol === undefined ? '' : `proto ${protocol} `
  const head = `${isLocal ? 'local ' : ''}${inet(address)}from :: ${via}dev ${name}${made}`
  return `${head}src ${inet(source)}metric ${metric} pref medium`
}

function pathJson(settings: IpSettings, address: string, { isLocal, device, gateway, source }: Path) {
  return {
    ...(isLocal && { type: 'local' }),
    dst: address,
    ...(gateway !== undefined && { gateway }),
    ...{ dev: device, prefsrc: source, flags: [], uid: settings.tool.cred.uid, cache: isLocal ? ['local'] : [] },
  }
}
