import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { returns, talk } from '../commands/talk.js'

test('the loopback has no hardware-address, and prefixes that the agent does not know are -1', async () => {
  const host = await talk({ scenario: 'windows-loopback' })
  const noTraffic =
    '{"tx-packets": 0, "tx-errs": 0, "rx-bytes": 0, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, "tx-bytes": 0, "tx-dropped": 0}'
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      '[{"name": "Ethernet", "ip-addresses": [' +
        '{"ip-address-type": "ipv6", "ip-address": "fe80::b51b:d3df:15df:19eb%3", "prefix": -1}, ' +
        '{"ip-address-type": "ipv4", "ip-address": "192.168.122.10", "prefix": 24}], ' +
        `"statistics": ${noTraffic}, "hardware-address": "52:54:00:6b:3c:58"}, ` +
        '{"name": "Loopback Pseudo-Interface 1", "ip-addresses": [' +
        '{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": -1}, ' +
        '{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": -1}], ' +
        `"statistics": ${noTraffic}}]`,
    ),
  )
})

test('the naive client loses all interfaces to the one without a MAC address', async () => {
  const { result } = await playDemo('windows-loopback', 'naive')
  expect(result).toEqual({})
})

test('the correct client passes over it, and says nothing of a prefix that nobody knows', async () => {
  const { result, error } = await playDemo('windows-loopback', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ '52:54:00:6B:3C:58': ['fe80::b51b:d3df:15df:19eb%3', '192.168.122.10/24'] })
})
