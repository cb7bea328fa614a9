/** /etc/hosts as getent(1) shows it. */
import { isIPv4, isIPv6 } from 'node:net'

export interface Host {
  readonly address: string
  readonly names: readonly string[]
}

export function readHosts(text: string): Host[] {
  return text.split('\n').flatMap(line => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    return names.length > 0 && (isIPv4(address) || isIPv6(address)) ? [{ address, names }] : []
  })
}

/** gethostent(3) knows IPv4 only: the loopback of IPv6 becomes that of IPv4. */
export function asIpv4({ address, names }: Host): Host[] {
  if (isIPv4(address)) return [{ address, names }]
  return address === '::1' ? [{ address: '127.0.0.1', names }] : []
}

export function hostLine({ address, names }: Host): string {
  return `${address.padEnd(15)} ${names.join(' ')}\n`
}

/** By name: IPv6 comes first. By address: the first line that has it. */
export function findHost(hosts: readonly Host[], key: string): Host | undefined {
  if (isIPv4(key) || isIPv6(key)) return hosts.find(({ address }) => address === key)
  const named = hosts.filter(({ names }) => names.some(name => name.toLowerCase() === key.toLowerCase()))
  const chosen = named.filter(({ address }) => isIPv6(address)).at(0) ?? named[0]
  return chosen
}
