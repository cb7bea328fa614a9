import { expect, test } from 'vitest'
import type { GuestChange } from '../../src/guest/changes.js'
import { Interfaces } from '../../src/guest/interfaces.js'
import { parseAddress } from '../../src/guest/ip-address.js'

const NOTHING = { rxBytes: 0n, rxPackets: 0n, rxErrs: 0n, rxDropped: 0n, txBytes: 0n, txPackets: 0n, txErrs: 0n }

function config(name: string, ...addresses: string[]) {
  const statistics = { ...NOTHING, txDropped: 0n }
  return { name, addresses: addresses.flatMap(text => parseAddress(text) ?? []), statistics, mtu: 1500, up: true }
}

const LO = config('lo', '127.0.0.1/8')
const ETH0 = { ...config('eth0'), mac: '52:54:00:12:34:56' }

function make(...all: (typeof LO)[]) {
  const changes: GuestChange[] = []
  return { changes, interfaces: new Interfaces(all, change => changes.push(change)) }
}

test('it begins as the scenario has it', () => {
  const { interfaces } = make(LO, ETH0)
  expect(interfaces.list()).toEqual([LO, ETH0])
  expect(interfaces.find('eth0')).toEqual(ETH0)
  expect(interfaces.find('eth1')).toBe(undefined)
})

test('addresses are set, taken away, and told each time', () => {
  const { interfaces, changes } = make(LO, ETH0)
  interfaces.setAddresses('eth0', ['192.168.122.10/24', 'FE80::1/64'])
  expect(interfaces.find('eth0')).toEqual({
    ...ETH0,
    addresses: [
      { address: '192.168.122.10', prefix: 24 },
      { address: 'fe80::1', prefix: 64 },
    ],
  })
  interfaces.setAddresses('eth0', [])
  expect(interfaces.list()).toEqual([LO, ETH0])
  expect(changes).toEqual([
    { what: 'interface', name: 'eth0', addresses: ['192.168.122.10/24', 'fe80::1/64'], up: true },
    { what: 'interface', name: 'eth0', addresses: [], up: true },
  ])
})

test('an interface goes down and keeps its addresses', () => {
  const { interfaces, changes } = make(LO, ETH0)
  interfaces.setUp('lo', false)
  expect(interfaces.list()).toEqual([{ ...LO, up: false }, ETH0])
  expect(changes).toEqual([{ what: 'interface', name: 'lo', addresses: ['127.0.0.1/8'], up: false }])
})

test('what is so already is not told', () => {
  const { interfaces, changes } = make(LO, ETH0)
  interfaces.setAddresses('lo', ['127.0.0.1/8'])
  interfaces.setUp('lo', true)
  expect(changes).toEqual([])
})

test('an unknown interface is refused with the names of those that there are', () => {
  const { interfaces, changes } = make(LO, ETH0)
  const refusal = new RangeError(
    'interfaces: expected one of lo, eth0, got "eth1". Add it to network.interfaces of the scenario.',
  )
  expect(() => interfaces.setAddresses('eth1', [])).toThrow(refusal)
  expect(() => interfaces.setUp('eth1', true)).toThrow(refusal)
  expect(() => make().interfaces.setUp('eth1', true)).toThrow(
    new RangeError(
      'interfaces: expected no name, for there is no interface, got "eth1". Add it to network.interfaces of the scenario.',
    ),
  )
  expect(changes).toEqual([])
})

test('text that is no address is refused, and nothing is changed', () => {
  const { interfaces, changes } = make(LO, ETH0)
  expect(() => interfaces.setAddresses('eth0', ['10.0.0.1/8', '192.168.122.10'])).toThrow(
    new RangeError(
      'interfaces: expected an address with its prefix such as 192.168.122.10/24 or fe80::1/64, got "192.168.122.10"',
    ),
  )
  expect(interfaces.list()).toEqual([LO, ETH0])
  expect(changes).toEqual([])
})

test('a snapshot holds it, and a boot forgets it', () => {
  const { interfaces } = make(LO, ETH0)
  interfaces.setAddresses('eth0', ['10.0.0.1/8'])
  interfaces.setUp('lo', false)
  const snapshot = interfaces.snapshot()
  const before = interfaces.list()
  expect(structuredClone(snapshot)).toEqual(snapshot)
  interfaces.reset()
  expect(interfaces.list()).toEqual([LO, ETH0])
  interfaces.restore(structuredClone(snapshot))
  expect(interfaces.list()).toEqual(before)
})

test('a scope is told by Windows alone', () => {
  const address = 'fe80::1%2/64'
  expect(() => make(ETH0).interfaces.setAddresses('eth0', [address])).toThrow(
    new RangeError('interfaces: expected an address without a scope, which Windows alone tells, got "fe80::1%2/64"'),
  )
  const windows = new Interfaces([ETH0], () => undefined, true)
  windows.setAddresses('eth0', [address])
  expect(windows.find('eth0')?.addresses).toEqual([{ address: 'fe80::1%2', prefix: 64 }])
})
