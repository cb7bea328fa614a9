import { expect, test } from 'vitest'
import { patiently } from '../../src/http/patience.js'
import { createVm } from '../../src/index.js'

function elapsed(vm: Awaited<ReturnType<typeof createVm>>, milliseconds: number): Promise<bigint> {
  return new Promise(resolve => vm.timer.after(milliseconds, () => resolve(vm.guest.clock.monotonic())))
}

test('in mode auto the clock jumps to what is due first, and not a step further for the others who wait', async () => {
  await using vm = await createVm({ clock: { mode: 'auto' } })
  const times: bigint[] = []
  const first = patiently(vm, elapsed(vm, 3000)).then(async at => {
    times.push(at)
    times.push(await patiently(vm, elapsed(vm, 1000)))
  })
  const second = patiently(vm, elapsed(vm, 5000)).then(at => times.push(at))
  await Promise.all([first, second])
  expect(times).toEqual([3_000_000_000n, 4_000_000_000n, 5_000_000_000n])
})

test('in mode manual whoever asks moves the clock', async () => {
  await using vm = await createVm({ clock: { mode: 'manual' } })
  const waiting = patiently(vm, elapsed(vm, 3000))
  vm.advance('3s')
  expect(await waiting).toBe(3_000_000_000n)
})

test('one who waits for nothing that comes is told so, and the next one waits anew', async () => {
  await using vm = await createVm({ clock: { mode: 'auto' } })
  await expect(patiently(vm, new Promise(() => {}))).rejects.toThrow('nothing is due on the clock of the guest')
  expect(await patiently(vm, elapsed(vm, 1000))).toBe(1_000_000_000n)
})

test('of a VM that is closed nobody waits, and a promise that fails is no news to the process', async () => {
  const vm = await createVm({ clock: { mode: 'auto' } })
  await vm.close()
  await expect(patiently(vm, Promise.reject(new Error('too late')))).rejects.toThrow('until: the VM is closed')
})
