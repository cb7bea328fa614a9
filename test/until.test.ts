import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { AgentClient } from '../src/client/index.js'
import { createVm, untilAll, type Vm } from '../src/index.js'

const NEVER = new Promise<never>(() => {})

test('the clock moves to what is due for as long as the promise waits, and no further', async () => {
  await using vm = await createVm()
  vm.timer.after(60_000, () => expect.unreachable())
  const hour = new Promise<string>(resolve => vm.timer.after(50_000, () => resolve('done')))
  expect(await vm.until(hour)).toBe('done')
  expect(vm.guest.clock.monotonic()).toBe(50_000_000_000n)
})

test('a promise that is settled moves nothing', async () => {
  await using vm = await createVm()
  vm.timer.after(1, () => expect.unreachable())
  expect(await vm.until(Promise.resolve(1))).toBe(1)
  await expect(vm.until(Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(vm.guest.clock.monotonic()).toBe(0n)
})

test('a reply that is on its way comes before a time-out', async () => {
  await using vm = await createVm()
  const { path } = await vm.listen()
  const agent = new AgentClient(() => connect(path), { timer: vm.timer, timeout: 1 })
  for (let count = 0; count < 50; count++) await vm.until(agent.call('guest-ping'))
  agent.close()
  expect(vm.guest.clock.monotonic()).toBe(0n)
})

test('a promise that nothing will ever settle is given up with a word of why', async () => {
  await using vm = await createVm()
  await expect(vm.until(NEVER)).rejects.toThrow(
    'until: expected the promise to settle, but it waits and nothing is due on the clock of the guest',
  )
})

test('a timer that is cancelled does not run', async () => {
  await using vm = await createVm()
  const cancel = vm.timer.after(10, () => expect.unreachable())
  cancel()
  vm.advance('1s')
})

test('a timer of a paused VM runs: it is the host that waits', async () => {
  await using vm = await createVm()
  vm.pause()
  await vm.until(new Promise<void>(resolve => vm.timer.after(10, resolve)))
  expect(vm.guest.clock.monotonic()).toBe(10_000_000n)
})

test('with a clock of mode real it only waits', async () => {
  await using vm = await createVm({ clock: { mode: 'real' } })
  expect(await vm.until(vm.call('guest-ping'))).toBeUndefined()
})

describe('of several VMs', () => {
  const after = (vm: Vm, milliseconds: number) => new Promise<void>(resolve => vm.timer.after(milliseconds, resolve))

  test('the clocks go on together, one that has something due at a time', async () => {
    await using web = await createVm()
    await using database = await createVm()
    const order: string[] = []
    const work = async (vm: Vm, name: string, waits: readonly number[]) => {
      for (const wait of waits) {
        await after(vm, wait)
        order.push(`${name} ${vm.guest.clock.monotonic() / 1_000_000n}`)
      }
    }
    await untilAll([web, database], Promise.all([work(web, 'web', [300, 700]), work(database, 'database', [500, 100])]))
    expect(order).toEqual(['web 300', 'database 500', 'database 600', 'web 1000'])
    expect(database.guest.clock.monotonic()).toBe(1_000_000_000n)
  })

  test('one of them that waits for nothing is told so', async () => {
    await using web = await createVm()
    await using database = await createVm()
    await expect(untilAll([web, database], NEVER)).rejects.toThrow('nothing is due on the clocks of the 2 guests')
  })

  test('none, and one that is closed, are refused', async () => {
    expect(() => untilAll([], NEVER)).toThrow('untilAll: expected a VM at least, got an empty list')
    const vm = await createVm()
    await vm.close()
    expect(() => untilAll([vm], NEVER)).toThrow(`untilAll: the VM ${vm.name} is closed`)
  })
})
