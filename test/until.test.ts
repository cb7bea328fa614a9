import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { AgentClient } from '../src/client/index.js'
import { createVm } from '../src/index.js'

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
