import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createVm } from '../src/index.js'

test('a closed VM does nothing more', async () => {
  const vm = await createVm()
  const snapshot = vm.snapshot()
  await vm.close()
  await expect(vm.call('guest-ping')).rejects.toThrow(new Error('call: the VM is closed'))
  await expect(vm.listen()).rejects.toThrow(new Error('listen: the VM is closed'))
  expect(() => vm.connect()).toThrow(new Error('connect: the VM is closed'))
  expect(() => vm.advance('1s')).toThrow(new Error('advance: the VM is closed'))
  expect(() => vm.snapshot()).toThrow(new Error('snapshot: the VM is closed'))
  expect(() => vm.restore(snapshot)).toThrow(new Error('restore: the VM is closed'))
})

test('a socket that was being bound when the VM was closed is gone', async () => {
  const vm = await createVm()
  const path = `/tmp/mockvm-closing-${process.pid}.sock`
  const listening = vm.listen(path)
  await Promise.all([vm.close(), expect(listening).rejects.toThrow(new Error('listen: the VM is closed'))])
  expect(existsSync(path)).toBe(false)
})

test('a listener that throws is told of loudly and takes nothing with it', async () => {
  await using vm = await createVm()
  const thrown = new Promise(resolve => {
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', error => {
      for (const other of others) process.on('uncaughtException', other)
      resolve(error)
    })
  })
  const broken = new Error('broken listener')
  const stop = vm.onEvent(event => {
    if (event.type === 'reply') throw broken
  })
  const client = vm.connect()
  client.write('{"execute": "guest-ping"}')
  expect(String((await once(client, 'data'))[0])).toBe('{"return": {}}\n')
  expect(await thrown).toBe(broken)
  stop()
})

test('options that are none are refused by name', async () => {
  await expect(createVm({ scenaro: 'debian-12' } as object)).rejects.toThrow(
    new TypeError(
      'createVm: expected the options scenario, seed, set, clock, agent, onEvent, keepEvents, got "scenaro". Did you mean "scenario"?',
    ),
  )
  await expect(createVm({ set: { vcpus: 4 } } as object)).rejects.toThrow(
    new TypeError(`createVm: expected set to be a list such as [{ path: 'vcpus', value: 4 }], got {"vcpus":4}`),
  )
  await expect(createVm({ seed: null } as object)).rejects.toThrow('seed: expected an integer or a string, got null.')
})

test('calls that came before and after a restore are all kept', async () => {
  await using vm = await createVm()
  const snapshot = vm.snapshot()
  await vm.call('guest-sync', { id: 1 })
  vm.restore(snapshot)
  await vm.call('guest-sync', { id: 2 })
  expect(vm.calls('guest-sync').map(call => call.return)).toEqual([1n, 2n])
})

test('a reply that waits for a client is part of a snapshot', async () => {
  await using vm = await createVm()
  const empty = vm.snapshot()
  const first = vm.connect()
  first.write('{"execute": "guest-sync", "arguments": {"id": 7}}')
  first.destroy()
  await turns()
  const waiting = vm.snapshot()
  vm.restore(empty)
  expect(vm.snapshot().channel.outbox).toEqual([])
  vm.restore(waiting)
  const next = vm.connect()
  expect(String((await once(next, 'data'))[0])).toBe('{"return": 7}\n')
})

test('what is no snapshot of such a VM is refused, and nothing is changed', async () => {
  await using vm = await createVm()
  await using other = await createVm({ scenario: 'minimal' })
  expect(() => vm.restore({} as never)).toThrow(
    new TypeError('restore: expected what vm.snapshot() gave, or a structuredClone of it'),
  )
  expect(() => vm.restore(other.snapshot())).toThrow(
    new TypeError('restore: expected a snapshot of a VM with the same scenario, got one of another'),
  )
  expect(vm.guest.hostname).toBe('mockvm')
})

/** Until what is on its way in memory has arrived. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(resolve => setImmediate(resolve))
}
