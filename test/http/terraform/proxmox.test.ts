import { afterEach, describe, expect, test } from 'vitest'
import { proxmoxHandlers } from '../../../src/http/msw.js'
import { createVm, type Vm, type VmOptions } from '../../../src/vm.js'
import { type Patience, waitForInterfaces } from './proxmox-provider.js'
import { againstServe, inProcess, overHttps, ownClock, waitingFor } from './site.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: VmOptions): Promise<Vm> {
  const vm = await createVm(options)
  closing.push(() => vm.close())
  return vm
}

const WAYS = [
  ['in process, through msw', inProcess],
  ['over HTTPS', overHttps],
] as const

const seconds = (vm: Vm) => Number(vm.guest.clock.monotonic() / 1_000_000_000n)

describe.each(WAYS)('a terraform provider, %s', (_way, reach) => {
  async function wait(vm: Vm, patience?: Patience) {
    const site = await reach(proxmoxHandlers(vm), waitingFor(vm))
    closing.push(() => site.close())
    return vm.until(waitForInterfaces(site, patience))
  }

  test('has the addresses of a guest that runs with its first questions', async () => {
    const vm = await start({ scenario: 'debian-12' })
    const found = await wait(vm)
    expect(found.map(({ name }) => name)).toEqual((await vm.call('guest-network-get-interfaces')).map(it => it.name))
    expect(vm.calls('guest-network-get-interfaces')).toHaveLength(2)
  })

  test('waits for an agent that comes late', async () => {
    const vm = await start({ scenario: 'late-agent' })
    const [, eth0] = await wait(vm)
    expect(eth0?.['ip-addresses']?.map(it => it['ip-address'])).toContain('192.168.122.10')
    expect(seconds(vm)).toBeGreaterThanOrEqual(100)
  })

  test('waits for an address that others can reach', async () => {
    const vm = await start({ scenario: 'no-ip' })
    const [, eth0] = await wait(vm)
    expect(eth0).toEqual({
      name: 'eth0',
      'hardware-address': '52:54:00:6b:3c:58',
      'ip-addresses': [
        { 'ip-address': '192.168.122.10', 'ip-address-type': 'ipv4', prefix: 24 },
        { 'ip-address': 'fe80::5054:ff:fe6b:3c58', 'ip-address-type': 'ipv6', prefix: 64 },
      ],
      statistics: expect.anything(),
    })
    expect(seconds(vm)).toBeGreaterThanOrEqual(120)
  })

  test('waits for a guest that boots slowly', async () => {
    const vm = await start({ scenario: { extends: 'default', qemu: { start: 'boot' }, power: { boot: '4m' } } })
    const found = await wait(vm)
    expect(found.map(({ name }) => name)).toContain('eth0')
    expect(seconds(vm)).toBeGreaterThanOrEqual(240)
  })

  test('gives up on a guest without an agent when its time is over', async () => {
    const vm = await start({ scenario: 'agent-not-running' })
    await expect(wait(vm, { timeout: 60_000 })).rejects.toThrow(
      'received an HTTP 500 response - Reason: QEMU guest agent is not running',
    )
    expect(seconds(vm)).toBeGreaterThanOrEqual(59)
  })

  test('gives up on a guest that never has an address', async () => {
    const network = { interfaces: [{ name: 'eth0', mac: '52:54:00:6b:3c:58' }] }
    const vm = await start({ scenario: { extends: 'default', network } })
    await expect(wait(vm, { timeout: 30_000 })).rejects.toThrow('no ips yet')
  })

  test('is refused at once by a VM that has no agent in its configuration', async () => {
    const vm = await start({ scenario: { extends: 'default', proxmox: { agent: false } } })
    await expect(wait(vm)).rejects.toThrow('received an HTTP 500 response - Reason: No QEMU guest agent configured')
    expect(vm.calls()).toEqual([])
  })

  test('gets an error of the agent with status 200, where it expects a list', async () => {
    const vm = await start({ scenario: 'default', agent: { blockRpcs: ['guest-network-get-interfaces'] } })
    await expect(wait(vm)).rejects.toThrow('json: cannot unmarshal object into a list')
  })
})

describe.each(['late-agent', 'no-ip'])('%s takes no time', name => {
  test('in mode auto for a provider that has a clock of its own', async () => {
    const vm = await start({ scenario: name, clock: { mode: 'auto' } })
    const site = await overHttps(proxmoxHandlers(vm), ownClock())
    closing.push(() => site.close())
    const [, eth0] = await waitForInterfaces(site)
    expect(eth0?.['ip-addresses']?.map(it => it['ip-address'])).toContain('192.168.122.10')
    expect(site.now()).toBeLessThan(60_000)
  })

  test('for one that asks mockvm serve --https', async () => {
    const site = await againstServe([name, '--clock', 'auto'])
    const [, eth0] = await waitForInterfaces(site)
    expect(eth0?.['ip-addresses']?.map(it => it['ip-address'])).toContain('192.168.122.10')
    const { status, printed } = await site.close()
    expect(status).toBe(0)
    expect(printed).toMatch(/GET \/api2\/json\/nodes\/pve\/qemu\/100\/agent\/network-get-interfaces: 200 OK\n/)
  })
})

test('of a late agent every attempt is seen: a connection, a guest-ping, and nothing else', async () => {
  const vm = await start({ scenario: 'late-agent' })
  const site = await inProcess(proxmoxHandlers(vm), waitingFor(vm))
  closing.push(() => site.close())
  await vm.until(waitForInterfaces(site))
  const connected = vm.events.filter(({ type }) => type === 'connect')
  expect(connected.length).toBeGreaterThanOrEqual(25)
  expect([...new Set(vm.calls().map(({ name }) => name))]).toEqual([
    'guest-sync-delimited',
    'guest-ping',
    'guest-network-get-interfaces',
  ])
})
