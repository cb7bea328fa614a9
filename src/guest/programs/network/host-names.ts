/** Names as getaddrinfo(3) finds them: in /etc/hosts alone, for no name server answers. */

import type { Guest } from '../../guest.js'
import { ipFamily } from '../../ip-address.js'
import { ipBytes, ipText } from '../../ip-bytes.js'
import { findHost, type Host, readHosts } from '../accounts/hosts.js'
import { reach } from './reach.js'

export type Family = 4 | 6

interface Address {
  readonly address: string
  readonly scope?: string
}

interface Fault {
  readonly fault: 'unknown' | 'temporary' | 'family'
}

/** The first of them. */
export function lookup(guest: Guest, name: string, family?: Family): Address | Fault {
  const found = lookupAll(guest, name, family)
  if ('fault' in found) return found
  const [first] = found
  return first ?? { fault: 'unknown' }
}

/**
 * All addresses of a name, in the order in which they are to be tried: IPv6 before IPv4, and last what no route leads to.
 * `family`: only addresses of that. systemd knows localhost without a line in the file.
 */
export function lookupAll(guest: Guest, name: string, family?: Family): readonly Address[] | Fault {
  const [plain = '', scope] = name.split('%')
  if (name === '') return { fault: 'unknown' }
  if (ipFamily(plain) !== 0) return literal(guest, plain, scope, family)
  const hosts = knownHosts(guest)
  const isAsked = (address: string) => family === undefined || ipFamily(address) === family
  const found = addressesOf(hosts, name).filter(isAsked)
  if (found.length > 0) return inOrder(guest, found).map(address => ({ address }))
  if (name === 'localhost') return ['::1', '127.0.0.1'].filter(isAsked).map(address => ({ address }))
  return { fault: findHost(hosts, name) === undefined ? 'temporary' : 'family' }
}

/** The name of an address, if it has one. */
export function nameOf(guest: Guest, address: string): string | undefined {
  const name = findHost(knownHosts(guest), address)?.names[0]
  return name ?? (address === '127.0.0.1' || address === '::1' ? 'localhost' : undefined)
}

function addressesOf(hosts: readonly Host[], name: string): string[] {
  const named = hosts.filter(({ names }) => names.some(it => it.toLowerCase() === name.toLowerCase()))
  return [...new Set(named.map(({ address }) => ipText(ipBytes(address))))]
}

function inOrder(guest: Guest, addresses: readonly string[]): string[] {
  const rank = (address: string) =>
    (reach(guest, address).kind === 'nowhere' ? 2 : 0) + (ipFamily(address) === 6 ? 0 : 1)
  return addresses.toSorted((one, other) => rank(one) - rank(other))
}

function literal(
  guest: Guest,
  text: string,
  scope: string | undefined,
  family: Family | undefined,
): readonly Address[] | Fault {
  if (family !== undefined && ipFamily(text) !== family) return { fault: 'family' }
  if (scope !== undefined && guest.interfaces.find(scope) === undefined) return { fault: 'unknown' }
  return [{ address: ipText(ipBytes(text)), ...(scope !== undefined && { scope }) }]
}

function knownHosts({ files }: Guest): Host[] {
  const path = '/etc/hosts'
  return readHosts(files.exists(path) ? files.readFile(path, 'utf8') : '')
}
