/** With virtio-serial nobody takes a reply while nobody is there: the agent goes on writing it, and does nothing else. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { arrive, connect, PING, sync, vmWith } from './host.js'

const TIME = '{"execute":"guest-get-time"}\n'
const NOW = '{"return": 1767225601000000000}\n'
const OPEN = '{"execute":"guest-file-open","arguments":{"path":"/etc/motd"}}\n'

/** A guest that needs a second to tell the time. */
const slow: ScenarioInput = { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] }

/** A client that asks for the time and more, and leaves before it is answered. */
async function stuck() {
  const vm = await vmWith('virtio-serial', { scenario: slow })
  const first = connect(vm)
  await first.send(TIME + OPEN + sync(1))
  await first.leave()
  vm.advance('1s')
  await arrive()
  return vm
}

test('what stands behind that reply is executed when somebody comes', async () => {
  const vm = await stuck()
  expect(vm.calls().map(({ name }) => name)).toEqual(['guest-get-time'])
  vm.advance('1h')
  const next = connect(vm)
  expect(await next.send(sync(2))).toBe(`${NOW}{"return": 1000}\n{"return": 1}\n{"return": 2}\n`)
  expect(vm.calls('guest-file-open')).toMatchObject([{ at: 3_601_000_000_000n }])
})

test('what the next client sends stands behind it as well', async () => {
  const vm = await stuck()
  const [next, last] = [connect(vm), connect(vm)]
  expect(await last.send(PING)).toBe('')
  expect(await next.more()).toBe(`${NOW}{"return": 1000}\n{"return": 1}\n`)
})

describe('calls', () => {
  test('do not wait for it', async () => {
    const vm = await stuck()
    expect(await vm.call('guest-sync', { id: 7 })).toBe(7n)
    expect(vm.calls().map(({ name }) => name)).toEqual(['guest-get-time', 'guest-sync'])
  })

  test('do not wait for a closed port either, but for the command that is being executed', async () => {
    const vm = await vmWith('virtio-serial', { scenario: slow })
    const client = connect(vm)
    await client.send(TIME + sync(1))
    vm.do({ port: 'closed' })
    const call = vm.call('guest-sync', { id: 7 })
    await arrive()
    expect(vm.calls().map(({ name }) => name)).toEqual(['guest-get-time'])
    vm.advance('1s')
    expect(await call).toBe(7n)
    vm.do({ port: 'open' })
    expect(await client.more()).toBe(`${NOW}{"return": 1}\n`)
  })
})

test('with isa-serial and unix-listen there is nothing to wait for', async () => {
  for (const transport of ['isa-serial', 'unix-listen'] as const) {
    const vm = await vmWith(transport, { scenario: slow })
    const first = connect(vm)
    await first.send(TIME + OPEN)
    await first.leave()
    vm.advance('1s')
    await arrive()
    expect(vm.calls().map(({ name }) => name)).toEqual(['guest-get-time', 'guest-file-open'])
  }
})
