/** What a provider takes for an address by which the world reaches a guest: IsGlobalUnicast of Go, private ones included. */
import { BlockList, isIP } from 'node:net'

const others = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 32],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
] as const) {
  others.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  others.addSubnet(network, prefix, 'ipv6')
}

export function isGlobalUnicast(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && !others.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
