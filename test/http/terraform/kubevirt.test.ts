import { afterEach, describe, expect, test } from 'vitest'
import { kubevirtHandlers } from '../../../src/http/msw.js'
import { createVm, type Vm, type VmOptions } from '../../../src/vm.js'
import { type Instance, waitForInstance } from './kubevirt-provider.js'
import { againstServe, inProcess, overHttps, waitingFor } from './site.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: VmOptions): Promise<Vm> {
  const vm = await createVm(options)
  closing.push(() => vm.close())
  return vm
}

/** Nobody connects to an agent that isn't there: libvirt opens the socket with the domain. */
const LATE = { at: '100s', do: { agent: 'start' } } as const

const WAYS = [
  ['in process, through msw', inProcess],
  ['over HTTPS', overHttps],
] as const

const seconds = (vm: Vm) => Number(vm.guest.clock.monotonic() / 1_000_000_000n)
const addresses = ({ status }: Instance) => status.interfaces?.flatMap(({ ipAddresses = [] }) => ipAddresses)

describe.each(WAYS)('a provider that watches the object, %s', (_way, reach) => {
  async function wait(vm: Vm, timeoutSeconds?: number) {
    const site = await reach(kubevirtHandlers({ web: vm }), waitingFor(vm))
    closing.push(() => site.close())
    return vm.until(waitForInstance(site, 'web', timeoutSeconds))
  }

  test('has the addresses of a guest that runs', async () => {
    const vm = await start({ scenario: 'debian-12' })
    expect(addresses(await wait(vm))).toContain('192.168.122.100')
  })

  test('waits for an agent that comes late', async () => {
    const vm = await start({ scenario: { extends: 'default', agent: { running: false }, timeline: [LATE] } })
    expect(addresses(await wait(vm))).toContain('192.168.122.10')
    expect(seconds(vm)).toBeGreaterThanOrEqual(100)
  })

  test('waits for an address that others can reach', async () => {
    const vm = await start({ scenario: 'no-ip' })
    expect(addresses(await wait(vm))).toEqual(['192.168.122.10', 'fe80::5054:ff:fe6b:3c58'])
    expect(seconds(vm)).toBeGreaterThanOrEqual(120)
  })

  test('waits for a guest that boots slowly', async () => {
    const vm = await start({ scenario: { extends: 'default', qemu: { start: 'boot' }, power: { boot: '4m' } } })
    expect(addresses(await wait(vm))).toContain('192.168.122.10')
    expect(seconds(vm)).toBeGreaterThanOrEqual(240)
  })

  test('gives up on a guest without an agent when the watch ends', async () => {
    const vm = await start({ scenario: 'agent-not-running' })
    await expect(wait(vm, 60)).rejects.toThrow('the watch has ended: no agent yet')
    expect(vm.calls()).toEqual([])
  })
})

test.each([
  ['a late agent', ['--set', 'agent.running=false', '--set', `timeline=[${JSON.stringify(LATE)}]`]],
  ['a guest without an address', ['no-ip']],
])('%s takes no time for a provider that asks mockvm serve --https', async (_, args) => {
  const site = await againstServe([...args, '--set', 'kubevirt.name=web', '--clock', 'auto'])
  expect(addresses(await waitForInstance(site, 'web'))).toContain('192.168.122.10')
  expect((await site.close()).status).toBe(0)
})
