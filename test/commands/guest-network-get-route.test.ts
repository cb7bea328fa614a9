import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

const agent = { version: '10.0.13' }

const ipv4 = (iface: string, destination: string, mask: string, gateway = '0.0.0.0', { metric = 0, mtu = 0 } = {}) =>
  `{"flags": ${gateway === '0.0.0.0' ? 1 : 3}, "metric": ${metric}, "refcnt": 0, "window": 0, "version": 4, ` +
  `"iface": "${iface}", "destination": "${destination}", "irtt": 0, "gateway": "${gateway}", "use": 0, "mtu": ${mtu}, ` +
  `"mask": "${mask}"}`

interface Ipv6 {
  readonly flags?: string
  readonly metric?: number
  readonly refcnt?: number
  readonly nexthop?: string
}

const ipv6 = (iface: string, destination: string, prefix: number, options: Ipv6 = {}) => {
  const { flags = '1', metric = 256, refcnt = 1, nexthop = '::' } = options
  return (
    `{"flags": ${flags}, "source": "::", "metric": ${metric}, "refcnt": ${refcnt}, "version": 6, ` +
    `"nexthop": "${nexthop}", "iface": "${iface}", "destination": "${destination}", "desprefixlen": "${prefix}", ` +
    '"srcprefixlen": "0", "use": 0}'
  )
}

const local = (iface: string, address: string) =>
  ipv6(iface, address, 128, { flags: '18446744071564165121', metric: 0, refcnt: 2 })
const multicast = (iface: string) => ipv6(iface, 'ff00::', 8, { refcnt: 3 })
const unreachable = ipv6('lo', '::', 0, { flags: '2097664', metric: -1 })

const lo = { name: 'lo', addresses: ['127.0.0.1/8', '::1/128'] }
const enp1s0 = { name: 'enp1s0', addresses: ['192.168.122.100/24', 'fe80::5054:ff:fe6b:3c58/64'] }

test('routes follow from the addresses, and the first address of the network is the gateway', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent, network: { interfaces: [lo, enp1s0] } } })
  expect(await host.ask('guest-network-get-route')).toBe(
    returns(
      `[${ipv4('enp1s0', '0.0.0.0', '0.0.0.0', '192.168.122.1')}, ` +
        `${ipv4('enp1s0', '192.168.122.0', '255.255.255.0')}, ` +
        `${ipv6('enp1s0', 'fe80::', 64, { refcnt: 2 })}, ${local('lo', '::1')}, ` +
        `${local('enp1s0', 'fe80::5054:ff:fe6b:3c58')}, ${multicast('enp1s0')}, ${unreachable}]`,
    ),
  )
})

test('the main table may be the one of the scenario, in the order of the kernel', async () => {
  // As a machine with this table answered, but for reference counts.
  const interfaces = [lo, { name: 'eth0', addresses: ['192.0.2.2/24', 'fd00::2/64', 'fe80::fc:ff:fe00:1/64'] }]
  const routes = [
    { interface: 'eth0', destination: '::/0', gateway: 'fd00::1' },
    { interface: 'eth0', destination: 'fe80::/64', metric: 256 },
    { interface: 'eth0', destination: 'fd00::/64', metric: 256 },
    { interface: 'eth0', destination: '192.0.2.0/24', metric: 1002, mtu: 1400 },
    { interface: 'eth0', destination: '0.0.0.0/0', gateway: '192.0.2.1' },
  ]
  const host = await talk({ scenario: { extends: 'minimal', agent, network: { interfaces, routes } } })
  expect(await host.ask('guest-network-get-route')).toBe(
    returns(
      `[${ipv4('eth0', '0.0.0.0', '0.0.0.0', '192.0.2.1')}, ` +
        `${ipv4('eth0', '192.0.2.0', '255.255.255.0', '0.0.0.0', { metric: 1002, mtu: 1400 })}, ` +
        `${ipv6('eth0', 'fd00::', 64)}, ${ipv6('eth0', 'fe80::', 64, { refcnt: 2 })}, ` +
        `${ipv6('eth0', '::', 0, { flags: '3', metric: 1024, refcnt: 2, nexthop: 'fd00::1' })}, ` +
        `${local('lo', '::1')}, ${local('eth0', 'fd00::2')}, ${local('eth0', 'fe80::fc:ff:fe00:1')}, ` +
        `${multicast('eth0')}, ${unreachable}]`,
    ),
  )
  const { files } = host.vm.guest
  const line = (text: string) => `${text.padEnd(127)}\n`
  expect(files.readFile('/proc/net/route', 'utf8')).toBe(
    line('Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT') +
      line('eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0') +
      line('eth0\t000200C0\t00000000\t0001\t0\t0\t1002\t00FFFFFF\t1400\t0\t0'),
  )
  const zeros = '0'.repeat(32)
  expect(files.readFile('/proc/net/ipv6_route', 'utf8')).toBe(
    [
      `fd00${'0'.repeat(28)} 40 ${zeros} 00 ${zeros} 00000100 00000001 00000000 00000001     eth0`,
      `fe80${'0'.repeat(28)} 40 ${zeros} 00 ${zeros} 00000100 00000002 00000000 00000001     eth0`,
      `${zeros} 00 ${zeros} 00 fd00${'0'.repeat(27)}1 00000400 00000002 00000000 00000003     eth0`,
      `${'0'.repeat(31)}1 80 ${zeros} 00 ${zeros} 00000000 00000002 00000000 80200001       lo`,
      `fd00${'0'.repeat(27)}2 80 ${zeros} 00 ${zeros} 00000000 00000002 00000000 80200001     eth0`,
      `fe80${'0'.repeat(12)}00fc00fffe000001 80 ${zeros} 00 ${zeros} 00000000 00000002 00000000 80200001     eth0`,
      `ff${'0'.repeat(30)} 08 ${zeros} 00 ${zeros} 00000100 00000003 00000000 00000001     eth0`,
      `${zeros} 00 ${zeros} 00 ${zeros} ffffffff 00000001 00000000 00200200       lo`,
      '',
    ].join('\n'),
  )
})

test('an interface that goes down takes its routes along, and a new address brings its own', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent, network: { interfaces: [lo, enp1s0] } } })
  const { interfaces } = host.vm.guest
  interfaces.setUp('enp1s0', false)
  expect(await host.ask('guest-network-get-route')).toBe(returns(`[${local('lo', '::1')}, ${unreachable}]`))
  interfaces.setUp('enp1s0', true)
  interfaces.setAddresses('enp1s0', ['10.1.2.3/8'])
  expect(await host.ask('guest-network-get-route')).toBe(
    returns(
      `[${ipv4('enp1s0', '0.0.0.0', '0.0.0.0', '10.0.0.1')}, ${ipv4('enp1s0', '10.0.0.0', '255.0.0.0')}, ` +
        `${local('lo', '::1')}, ${unreachable}]`,
    ),
  )
})

test('the gateway itself has none, and an address of its own network no route', async () => {
  const interfaces = [{ name: 'eth0', addresses: ['10.0.0.1/24', '10.0.1.7/32'] }]
  const host = await talk({ scenario: { extends: 'minimal', agent, network: { interfaces } } })
  expect(await host.ask('guest-network-get-route')).toBe(returns(`[${ipv4('eth0', '10.0.0.0', '255.255.255.0')}]`))
})

test('agents before 9.1 do not have it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '9.0.0' } } })
  expect(await host.ask('guest-network-get-route')).toBe(
    fails('The command guest-network-get-route has not been found', 'CommandNotFound'),
  )
})
