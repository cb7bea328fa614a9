import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

const lo =
  '{"name": "lo", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": 8}, ' +
  '{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}], ' +
  '"statistics": {"tx-packets": 720, "tx-errs": 0, "rx-bytes": 56400, "rx-dropped": 0, "rx-packets": 720, ' +
  '"rx-errs": 0, "tx-bytes": 56400, "tx-dropped": 0}, "hardware-address": "00:00:00:00:00:00"}'

const eth0 =
  '{"name": "eth0", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "192.168.122.10", "prefix": 24}, ' +
  '{"ip-address-type": "ipv6", "ip-address": "fe80::5054:ff:fe6b:3c58", "prefix": 64}], ' +
  '"statistics": {"tx-packets": 29871, "tx-errs": 0, "rx-bytes": 48213377, "rx-dropped": 4, "rx-packets": 37162, ' +
  '"rx-errs": 0, "tx-bytes": 5120944, "tx-dropped": 0}, "hardware-address": "52:54:00:6b:3c:58"}'

test('interfaces are listed in their order, with addresses and counters', async () => {
  const host = await talk()
  expect(await host.ask('guest-network-get-interfaces')).toBe(returns(`[${lo}, ${eth0}]`))
})

test('an interface without an address has no counters, and one without a MAC address shows zeros while it is up', async () => {
  const interfaces = [
    { name: 'eth0', mac: '52:54:00:6B:3C:58' },
    { name: 'tun0', addresses: [] },
    { name: 'tun1', up: false },
  ]
  const host = await talk({ scenario: { extends: 'minimal', network: { interfaces } } })
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      '[{"name": "eth0", "hardware-address": "52:54:00:6b:3c:58"}, {"name": "tun0", "hardware-address": "00:00:00:00:00:00"}, {"name": "tun1"}]',
    ),
  )
})

test('counters are exact beyond 2^53', async () => {
  const statistics = { rxBytes: '9223372036854775807' }
  const interfaces = [{ name: 'eth0', addresses: ['10.0.0.1/31'], statistics }]
  const host = await talk({ scenario: { extends: 'minimal', network: { interfaces } } })
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      '[{"name": "eth0", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "10.0.0.1", "prefix": 31}], ' +
        '"statistics": {"tx-packets": 0, "tx-errs": 0, "rx-bytes": 9223372036854775807, "rx-dropped": 0, ' +
        '"rx-packets": 0, "rx-errs": 0, "tx-bytes": 0, "tx-dropped": 0}, "hardware-address": "00:00:00:00:00:00"}]',
    ),
  )
})

const NO_TRAFFIC =
  '{"tx-packets": 0, "tx-errs": 0, "rx-bytes": 0, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, "tx-bytes": 0, ' +
  '"tx-dropped": 0}'

test('an address that comes later is listed from then on, until a snapshot or a reboot takes it away', async () => {
  const interfaces = [{ name: 'eth0', mac: '52:54:00:12:34:56' }]
  const host = await talk({ scenario: { extends: 'default', network: { interfaces } } })
  const without = returns('[{"name": "eth0", "hardware-address": "52:54:00:12:34:56"}]')
  const withAddress = returns(
    '[{"name": "eth0", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "192.168.122.10", "prefix": 24}], ' +
      `"statistics": ${NO_TRAFFIC}, "hardware-address": "52:54:00:12:34:56"}]`,
  )
  const snapshot = host.vm.snapshot()
  const listed = () => host.ask('guest-network-get-interfaces')
  expect(await listed()).toBe(without)
  host.vm.guest.interfaces.setAddresses('eth0', ['192.168.122.10/24'])
  expect(await listed()).toBe(withAddress)
  host.vm.restore(snapshot)
  expect(await listed()).toBe(without)
  host.vm.guest.interfaces.setAddresses('eth0', ['192.168.122.10/24'])
  await host.ask('guest-shutdown', { mode: 'reboot' })
  expect(await listed()).toBe(without)
})

test('the loopback of Windows has no hardware address, and its prefixes may be unknown', async () => {
  const addresses = ['::1/128', '127.0.0.1/-1']
  const interfaces = [
    { name: 'Ethernet 2', mac: '52:54:00:12:34:56', addresses: ['fe80::1%6/64'] },
    { name: 'Loopback Pseudo-Interface 1', mac: 'none', addresses },
  ]
  const host = await talk({ scenario: { os: { family: 'windows' }, network: { interfaces } } })
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      '[{"name": "Ethernet 2", "ip-addresses": [{"ip-address-type": "ipv6", "ip-address": "fe80::1%6", "prefix": 64}], ' +
        `"statistics": ${NO_TRAFFIC}, "hardware-address": "52:54:00:12:34:56"}, ` +
        '{"name": "Loopback Pseudo-Interface 1", ' +
        '"ip-addresses": [{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}, ' +
        `{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": -1}], "statistics": ${NO_TRAFFIC}}]`,
    ),
  )
})
