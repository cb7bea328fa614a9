import { expect, test } from 'vitest'
import { fails, returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const ipv4 = (destination: string, mask: string, metric: number, gateway = '0.0.0.0', iface = 'Ethernet', mtu = 1500) =>
  `{"metric": ${metric}, "version": 4, "iface": "${iface}", "destination": "${destination}", "gateway": "${gateway}", ` +
  `"mtu": ${mtu}, "mask": "${mask}"}`
const ipv6 = (destination: string, length: number, metric: number, iface = 'Ethernet', mtu = 1500) =>
  `{"metric": ${metric}, "version": 6, "nexthop": "::", "iface": "${iface}", "destination": "${destination}", ` +
  `"desprefixlen": "${length}", "mtu": ${mtu}}`

const ethernet = { name: 'Ethernet', mac: '52:54:00:6b:3c:58', addresses: ['fe80::1%6/64', '192.168.122.81/24'] }

test('the gateway, the network, and a row for every address', async () => {
  const host = await talkToWindows('11.1.0', { scenario: { network: { interfaces: [ethernet] } } })
  expect(await host.ask('guest-network-get-route')).toBe(
    returns(
      `[${[
        ipv4('0.0.0.0', '0.0.0.0', 15, '192.168.122.1'),
        ipv4('192.168.122.0', '255.255.255.0', 271),
        ipv4('192.168.122.81', '255.255.255.255', 271),
        ipv4('192.168.122.255', '255.255.255.255', 271),
        ipv4('224.0.0.0', '240.0.0.0', 271),
        ipv4('255.255.255.255', '255.255.255.255', 271),
        ipv6('fe80::', 64, 271),
        ipv6('fe80::1', 128, 271),
        ipv6('ff00::', 8, 271),
      ].join(', ')}]`,
    ),
  )
})

test('the loopback has no limit to what it takes at a time', async () => {
  const host = await talkToWindows('11.0.0')
  const name = 'Loopback Pseudo-Interface 1'
  expect(await host.ask('guest-network-get-route')).toBe(
    returns(
      `[${[
        ipv4('127.0.0.0', '255.0.0.0', 331, '0.0.0.0', name, -1),
        ipv4('127.0.0.1', '255.255.255.255', 331, '0.0.0.0', name, -1),
        ipv4('127.255.255.255', '255.255.255.255', 331, '0.0.0.0', name, -1),
        ipv4('224.0.0.0', '240.0.0.0', 331, '0.0.0.0', name, -1),
        ipv4('255.255.255.255', '255.255.255.255', 331, '0.0.0.0', name, -1),
        ipv6('::1', 128, 331, name, -1),
        ipv6('ff00::', 8, 331, name, -1),
      ].join(', ')}]`,
    ),
  )
})

test('several addresses on a link share their network', async () => {
  const link = { ...ethernet, addresses: ['fe80::1%6/64', 'fe80::2%6/64'] }
  const host = await talkToWindows('11.1.0', { scenario: { network: { interfaces: [link] } } })
  expect(await host.ask('guest-network-get-route')).toBe(
    returns(
      `[${[ipv6('fe80::', 64, 271), ipv6('fe80::1', 128, 271), ipv6('fe80::2', 128, 271), ipv6('ff00::', 8, 271)].join(', ')}]`,
    ),
  )
})

test('before 11.0 no agent on Windows knows it', async () => {
  const host = await talkToWindows('10.2.0')
  expect(await host.ask('guest-network-get-route')).toBe(
    fails('The command guest-network-get-route has not been found', 'CommandNotFound'),
  )
})
