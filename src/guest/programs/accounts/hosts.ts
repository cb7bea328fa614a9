/** /etc/hosts as getent(1) shows it. */
import { ipFamily } from '../../ip-address.js'

export interface Host {
  readonly address: string
  readonly names: readonly string[]
}

export function readHosts(text: string): Host[] {
  return text.split('\n').flatMap(line => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    return names.length > 0 && ipFamily(address) !== 0 ? [{ address, names }] : []
  })
}

/** gethostent(3) knows IPv4 only: the loopback of IPv6 becomes that of IPv4. */
export function asIpv4({ address, names }: Host): Host[] {
  if (ipFamily(address) === 4) return [{ address, names }]
  return address === '::1' ? [{ address: '127.0.0.1', names }] : []
}

export function hostLine({ address, names }: Host): string {
  return `${address.padEnd(15)} ${names.join(' ')}\n`
}

/** By name: IPv6 comes first. By address: the first line that has it. */
export function findHost(hosts: readonly Host[], key: string): Host | undefined {
  if (ipFamily(key) !== 0) return hosts.find(({ address }) => address === key)
  const named = hosts.filter(({ names }) => names.some(name => name.toLowerCase() === key.toLowerCase()))
  const chosen = named.filter(({ address }) => ipFamily(address) === 6).at(0) ?? named[0]
  return chosen
}
