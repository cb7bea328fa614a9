/** What a guest in a VM that stands still is about to do: it goes along, and is forgotten with the guest. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { vmWith as machineWith } from '../channel/host.js'
import { migrate, pair, vmWith } from './migration-host.js'
import { processOf } from './qmp/host.js'
import { told } from './told.js'

const SLOW = { power: { boot: '20s', shutdown: '5s', button: '2s' } }

describe.each([
  ['panic', 'panicked', 'running'],
  ['suspend', 'suspended-ram', 'suspended'],
] as const)('a guest that is about to %s', (deed, power, status) => {
  test('does it when it goes on from a snapshot', async () => {
    const vm = await vmWith()
    vm.do([{ vm: 'pause' }, { vm: deed }])
    const fresh = await vmWith()
    fresh.restore(vm.snapshot())
    expect([fresh.status, fresh.guest.power.state]).toEqual(['paused', 'running'])
    fresh.resume()
    expect([fresh.status, fresh.guest.power.state]).toEqual([status, power])
  })

  test('does it where it has migrated to', async () => {
    const machines = await pair()
    machines.source.do([{ vm: 'pause' }, { vm: deed }])
    await migrate(machines)
    const { target } = machines
    expect([target.status, target.guest.power.state]).toEqual(['paused', 'running'])
    target.resume()
    expect([target.status, target.guest.power.state]).toEqual([status, power])
  })

  test('does not do it any more when the machine is reset', async () => {
    const vm = await vmWith()
    vm.do([{ vm: 'pause' }, { vm: deed }, { vm: 'reset' }, { vm: 'resume' }])
    expect([vm.status, vm.guest.power.state]).toEqual(['running', 'running'])
  })
})

describe('of the port of a guest that has arrived, and not run yet', () => {
  test.each([
    ['reset', (vm: Awaited<ReturnType<typeof vmWith>>) => vm.do([{ vm: 'reset' }, { vm: 'resume' }])],
    ['cut off', (vm: Awaited<ReturnType<typeof vmWith>>) => vm.do([{ vm: 'off' }, { vm: 'wakeup' }])],
  ] as const)('nothing is told when the machine is %s: it opens when the next one has booted', async (_, again) => {
    const machines = await pair({ target: { start: 'paused' }, scenario: SLOW as Partial<ScenarioInput> })
    await migrate(machines)
    const { target } = machines
    const before = told(target).length
    again(target)
    const opens = () =>
      told(target)
        .slice(before)
        .filter(event => event === 'VSERPORT_CHANGE true').length
    expect(opens()).toBe(0)
    target.advance('20s')
    expect([opens(), target.guest.power.state]).toEqual([1, 'running'])
  })

  test('nothing is told when QEMU ends: its next process awaits a guest again', async () => {
    const machines = await pair({ target: { start: 'paused' } })
    await migrate(machines)
    const { target } = machines
    const before = told(target).length
    target.do([{ vm: 'quit' }, { vm: 'wakeup' }])
    expect([target.status, told(target).slice(before)]).toEqual(['inmigrate', ['SHUTDOWN host-qmp-quit', 'MIGRATION']])
  })
})

test('a power button that is pressed again is noticed no later', async () => {
  const vm = await machineWith('virtio-serial', { scenario: { extends: 'default', ...SLOW } as ScenarioInput })
  vm.powerdown()
  for (const _ of [1, 2]) {
    vm.advance('1s')
    vm.powerdown()
  }
  expect(vm.guest.power.state).toBe('shutting-down')
  expect(told(vm).filter(event => event === 'POWERDOWN').length).toBe(3)
})

test('a deed of the guest that fails keeps neither the others back nor the reply', async () => {
  const vm = await machineWith('virtio-serial')
  const { runState } = processOf(vm)
  let failures = 0
  vm.guest.onChange(change => {
    if (change.what === 'power' && change.to === 'running' && failures++ === 0) throw new Error('it fails')
  })
  const resetTwice = () => {
    runState.reset()
    runState.reset()
    throw new Error('the reply')
  }
  expect(() => runState.answering(resetTwice)).toThrow('the reply')
  expect([failures, vm.agent.state]).toEqual([1, 'running'])
})
