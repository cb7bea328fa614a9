import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

test('blocks are listed in the order of their directory in sysfs', async () => {
  const memory = { size: '384MiB', blockSize: '128MiB', blocks: { 0: { canOffline: false }, 2: { online: false } } }
  const host = await talk({ scenario: { extends: 'minimal', memory } })
  const reply = await host.ask('guest-get-memory-blocks')
  const order = host.vm.guest.memory.list().map(({ index }) => index)
  const block = (index: bigint) => `{"online": ${index !== 2n}, "can-offline": ${index !== 0n}, "phys-index": ${index}}`
  expect(reply).toBe(returns(`[${order.map(block).join(', ')}]`))
  expect([...order].sort()).toEqual([0n, 1n, 2n])
})

test('a guest without memory hotplug has none', async () => {
  const host = await talk({ scenario: { extends: 'minimal', memory: { blockSize: 0 } } })
  expect(await host.ask('guest-get-memory-blocks')).toBe(returns('[]'))
})
