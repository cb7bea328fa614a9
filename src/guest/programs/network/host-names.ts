/** Names as getaddrinfo(3) finds them: in /etc/hosts alone, for no name server answers. */

import type { Guest } from '../../guest.js'
import { ipFamily } from '../../ip-address.js'
import { ipBytes, ipText } from '../../ip-bytes.js'
import { findHost, type Host, readHosts } from '../accounts/hosts.js'

export type Family = 4 | 6

export type Lookup =
  | { readonly address: string; readonly scope?: string }
  | { readonly fault: 'unknown' | 'temporary' | 'family' }

/** `family`: only addresses of that. systemd knows localhost without a line in the file. */
export function lookup(guest: Guest, name: string, family?: Family): Lookup {
  const [plain = '', scope] = name.split('%')
  if (name === '') return { fault: 'unknown' }
  if (ipFamily(plain) !== 0) return literal(guest, plain, scope, family)
  const hosts = knownHosts(guest)
  const wanted = hosts.filter(({ address }) => family === undefined || ipFamily(address) === family)
  const found = findHost(wanted, name)
  if (found !== undefined) return { address: ipText(ipBytes(found.address)) }
  if (name === 'localhost') return { address: family === 6 ? '::1' : '127.0.0.1' }
  return { fault: findHost(hosts, name) === undefined ? 'temporary' : 'family' }
}

/** The name of an address, if it has one. */
export function nameOf(guest: Guest, address: string): string | undefined {
  const name = findHost(knownHosts(guest), address)?.names[0]
  return name ?? (address === '127.0.0.1' || address === '::1' ? 'localhost' : undefined)
}

function literal(guest: Guest, text: string, scope: string | undefined, family: Family | undefined): Lookup {
  if (family !== undefined && ipFamily(text) !== family) return { fault: 'family' }
  if (scope !== undefined && guest.interfaces.find(scope) === undefined) return { fault: 'unknown' }
  return { address: ipText(ipBytes(text)), ...(scope !== undefined && { scope }) }
}

function knownHosts({ files }: Guest): Host[] {
  const path = '/etc/hosts'
  return readHosts(files.exists(path) ? files.readFile(path, 'utf8') : '')
}
