import { afterEach, describe, expect, test } from 'vitest'
import { patiently } from '../../src/http/patience.js'
import { createVm, type Vm } from '../../src/vm.js'

const vms: Vm[] = []
afterEach(async () => {
  for (const vm of vms.splice(0)) await vm.close()
})

async function start(mode: 'manual' | 'auto' | 'step' | 'real'): Promise<Vm> {
  const vm = await createVm({ scenario: 'minimal', clock: { mode } })
  vms.push(vm)
  return vm
}

/** Resolves with the time, in milliseconds. */
function wait(vm: Vm, milliseconds: number): Promise<bigint> {
  return new Promise(resolve => {
    vm.timer.after(milliseconds, () => resolve(vm.guest.clock.monotonic() / 1_000_000n))
  })
}

describe.each(['auto', 'step'] as const)('in mode %s', mode => {
  test('an hour takes no time', async () => {
    const vm = await start(mode)
    await expect(patiently(vm, wait(vm, 3_600_000))).resolves.toBe(3_600_000n)
  })

  test('two who wait at once each wait as long as they say', async () => {
    const vm = await start(mode)
    const both = [patiently(vm, wait(vm, 5000)), patiently(vm, wait(vm, 3000))]
    await expect(Promise.all(both)).resolves.toEqual([5000n, 3000n])
  })

  test('what is rejected is rejected', async () => {
    const vm = await start(mode)
    await expect(patiently(vm, Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  })
})

test('in mode manual time passes when somebody says so', async () => {
  const vm = await start('manual')
  const waiting = patiently(vm, wait(vm, 3000))
  vm.advance('2s')
  expect(vm.guest.clock.monotonic()).toBe(2_000_000_000n)
  vm.advance('1s')
  await expect(waiting).resolves.toBe(3000n)
})

test('in mode real it passes by itself', async () => {
  const vm = await start('real')
  await expect(patiently(vm, wait(vm, 1))).resolves.toBeGreaterThanOrEqual(1n)
})
