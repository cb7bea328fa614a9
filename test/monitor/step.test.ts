/** In mode `step` requests move the clock, and there is nobody to ask while a machine boots or goes down. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { connect, PING, PONG, vmWith } from '../channel/host.js'

const SLOW = { power: { boot: '20s', shutdown: '5s', button: '2s' } }
const SECOND = 1_000_000_000n

function slowVm(mode: 'auto' | 'step', qemu: object = {}): Promise<Vm> {
  return vmWith('virtio-serial', { clock: { mode }, scenario: { extends: 'default', ...SLOW, qemu } as ScenarioInput })
}

describe.each(['auto', 'step'] as const)('a machine with a clock of mode %s', mode => {
  test('boots, and its agent answers', async () => {
    const vm = await slowVm(mode, { start: 'boot' })
    expect(await connect(vm).send(PING)).toBe(PONG)
    expect(vm.guest.clock.monotonic() / SECOND).toBe(20n)
  })

  test('reboots, and its agent answers', async () => {
    const vm = await slowVm(mode)
    const client = connect(vm)
    expect(await client.send('{"execute":"guest-shutdown","arguments":{"mode":"reboot"}}')).toBe('')
    expect(await client.send(PING)).toBe(PONG)
    expect(vm.guest.clock.monotonic() / SECOND).toBe(25n)
  })

  test('notices its power button, and goes down', async () => {
    const vm = await slowVm(mode)
    vm.powerdown()
    await connect(vm).more()
    expect([vm.status, vm.guest.power.state, vm.guest.clock.monotonic()]).toEqual(['shutdown', 'off', 7n * SECOND])
  })

  test('does none of that while it is paused', async () => {
    const vm = await slowVm(mode)
    vm.pause()
    vm.powerdown()
    const client = connect(vm)
    expect(await client.send(PING)).toBe('')
    expect([vm.status, vm.guest.power.state, vm.guest.clock.monotonic()]).toEqual(['paused', 'running', 0n])
    vm.resume()
    await client.more()
    expect([vm.status, vm.guest.power.state]).toEqual(['shutdown', 'off'])
  })
})

test('a machine with a clock of mode real boots and goes down by itself', async () => {
  const power = { boot: '20ms', shutdown: '5ms', button: '2ms' }
  const scenario = { extends: 'default', power, qemu: { start: 'boot' } } as ScenarioInput
  const vm = await vmWith('virtio-serial', { clock: { mode: 'real' }, scenario })
  await vm.call('guest-ping').catch(() => {})
  await came(vm, 'running')
  vm.powerdown()
  await came(vm, 'off')
  expect(vm.status).toBe('shutdown')
})

function came(vm: Vm, state: string): Promise<void> {
  return new Promise(done => {
    if (vm.guest.power.state === state) done()
    vm.onEvent(event => {
      if (event.type === 'guest' && event.change.what === 'power' && event.change.to === state) queueMicrotask(done)
    })
  })
}
