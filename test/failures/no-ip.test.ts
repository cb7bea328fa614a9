import { expect, onTestFinished, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { createVm } from '../../src/index.js'
import { returns, talk } from '../commands/talk.js'

const NO_TRAFFIC =
  '{"tx-packets": 0, "tx-errs": 0, "rx-bytes": 0, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, "tx-bytes": 0, "tx-dropped": 0}'
const LO =
  '{"name": "lo", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": 8}, ' +
  '{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}], ' +
  `"statistics": ${NO_TRAFFIC}, "hardware-address": "00:00:00:00:00:00"}`
const LINK_LOCAL = '{"ip-address-type": "ipv6", "ip-address": "fe80::5054:ff:fe6b:3c58", "prefix": 64}'
const FROM_DHCP = '{"ip-address-type": "ipv4", "ip-address": "192.168.122.10", "prefix": 24}'
const MAC = '"hardware-address": "52:54:00:6b:3c:58"'

function eth0(...addresses: string[]): string {
  return `{"name": "eth0", "ip-addresses": [${addresses.join(', ')}], "statistics": ${NO_TRAFFIC}, ${MAC}}`
}

test('the interface has no addresses at first, then a link-local one, and the one from DHCP after two minutes', async () => {
  const host = await talk({ scenario: 'no-ip' })
  const ask = () => host.ask('guest-network-get-interfaces')
  expect(await ask()).toBe(returns(`[${LO}, {"name": "eth0", ${MAC}}]`))
  host.vm.advance('10s')
  expect(await ask()).toBe(returns(`[${LO}, ${eth0(LINK_LOCAL)}]`))
  host.vm.advance('109s')
  expect(await ask()).toBe(returns(`[${LO}, ${eth0(LINK_LOCAL)}]`))
  host.vm.advance('1s')
  expect(await ask()).toBe(returns(`[${LO}, ${eth0(FROM_DHCP, LINK_LOCAL)}]`))
})

test('a client that comes an hour after the start meets it all, and the next one takes no address away', async () => {
  const vm = await createVm({ scenario: 'no-ip' })
  onTestFinished(() => vm.close())
  const addresses = () => vm.guest.interfaces.find('eth0')?.addresses.map(({ address }) => address)
  vm.advance('1h')
  expect(addresses()).toEqual([])
  vm.connect().destroy()
  await Promise.resolve()
  vm.advance('10s')
  expect(addresses()).toEqual(['fe80::5054:ff:fe6b:3c58'])
  vm.connect()
  await Promise.resolve()
  vm.advance('110s')
  expect(addresses()).toEqual(['192.168.122.10', 'fe80::5054:ff:fe6b:3c58'])
  vm.advance('1h')
  expect(addresses()).toEqual(['192.168.122.10', 'fe80::5054:ff:fe6b:3c58'])
})

test('the naive client takes the first address that comes', async () => {
  const { result } = await playDemo('no-ip', 'naive')
  expect(result).toEqual({ address: 'fe80::5054:ff:fe6b:3c58' })
})

test('the correct client waits for an address that leads somewhere', async () => {
  const { result, error } = await playDemo('no-ip', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ address: '192.168.122.10' })
})
