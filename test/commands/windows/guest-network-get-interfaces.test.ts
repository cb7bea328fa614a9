import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const counters = (rx = 0) =>
  `"statistics": {"tx-packets": 0, "tx-errs": 0, "rx-bytes": ${rx}, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, ` +
  '"tx-bytes": 0, "tx-dropped": 0}'
const ipv4 = (address: string, prefix: number) =>
  `{"ip-address-type": "ipv4", "ip-address": "${address}", "prefix": ${prefix}}`
const ipv6 = (address: string, prefix: number) =>
  `{"ip-address-type": "ipv6", "ip-address": "${address}", "prefix": ${prefix}}`

const network = {
  interfaces: [
    {
      name: 'Ethernet',
      mac: '52:54:00:6B:3C:58',
      addresses: ['fe80::3a11:dfb6:9b8f:8241%6/64', '192.168.1.81/24'],
      statistics: { rxBytes: 18569388 },
    },
    { name: 'Ethernet 2', mac: '52:54:00:00:00:02', up: false, addresses: ['10.0.0.1/8'] },
    { name: '以太网', mac: '52:54:00:00:00:03' },
    { name: 'Loopback Pseudo-Interface 1', mac: 'none', addresses: ['::1/128', '127.0.0.1/-1'] },
  ],
}

test.each([
  ['2.11.0', -1],
  ['5.2.0', 255],
  ['109.1.0', 255],
])('%s lists what is enabled, with counters even without an address', async (version, unknown) => {
  const host = await talkToWindows(version, { scenario: { network } })
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      `[{"name": "Ethernet", "ip-addresses": [${ipv6('fe80::3a11:dfb6:9b8f:8241%6', 64)}, ` +
        `${ipv4('192.168.1.81', 24)}], ${counters(18569388)}, "hardware-address": "52:54:00:6b:3c:58"}, ` +
        `{"name": "\\u4EE5\\u592A\\u7F51", ${counters()}, "hardware-address": "52:54:00:00:00:03"}, ` +
        `{"name": "Loopback Pseudo-Interface 1", "ip-addresses": [${ipv6('::1', 128)}, ` +
        `${ipv4('127.0.0.1', unknown)}], ${counters()}}]`,
    ),
  )
})

test('without a network there is the loopback', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      `[{"name": "Loopback Pseudo-Interface 1", "ip-addresses": [${ipv6('::1', 128)}, ${ipv4('127.0.0.1', 8)}], ${counters()}}]`,
    ),
  )
})
