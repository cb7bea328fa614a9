import { expect, test } from 'vitest'
import { fails, returns, type Talk, talk } from './talk.js'

/** Three blocks: the first can't go offline, the kernel fails at the last. */
async function guest(): Promise<Talk> {
  const blocks = { 0: { canOffline: false }, 2: { error: 'EINVAL' as const } }
  return talk({ scenario: { extends: 'minimal', memory: { size: '384MiB', blockSize: '128MiB', blocks } } })
}

const success = (index: number) => `{"response": "success", "phys-index": ${index}}`
const failed = (index: number, errno: number) =>
  `{"response": "operation-failed", "error-code": ${errno}, "phys-index": ${index}}`
const notFound = (index: string) => `{"response": "not-found", "error-code": 2, "phys-index": ${index}}`

test.each([
  ['[]', []],
  ['[{"phys-index":1,"online":false}]', [success(1)]],
  ['[{"phys-index":1,"online":true,"can-offline":false}]', [success(1)]],
  ['[{"phys-index":0,"online":false}]', [failed(0, 16)]],
  ['[{"phys-index":2,"online":false}]', [failed(2, 22)]],
  ['[{"phys-index":2,"online":true}]', [success(2)]],
  ['[{"phys-index":9,"online":true},{"phys-index":1,"online":false}]', [notFound('9'), success(1)]],
  // A negative number wraps.
  ['[{"phys-index":-1,"online":true}]', [notFound('18446744073709551615')]],
])('%s is answered block by block', async (blocks, results) => {
  const host = await guest()
  expect(await host.ask('guest-set-memory-blocks', `{"mem-blks":${blocks}}`)).toBe(returns(`[${results.join(', ')}]`))
})

test('a block goes offline and online again', async () => {
  const host = await guest()
  await host.ask('guest-set-memory-blocks', '{"mem-blks":[{"phys-index":1,"online":false}]}')
  expect(host.vm.guest.memory.get(1n)?.online).toBe(false)
  await host.ask('guest-set-memory-blocks', '{"mem-blks":[{"phys-index":1,"online":true}]}')
  expect(host.vm.guest.memory.get(1n)?.online).toBe(true)
})

test.each([
  ['{}', "Parameter 'mem-blks' is missing"],
  ['{"mem-blks":[{"phys-index":"1"}]}', "Parameter 'mem-blks[0].phys-index' expects uint64"],
  ['{"mem-blks":[{"phys-index":1}]}', "Parameter 'mem-blks[0].online' is missing"],
])('it refuses %s', async (args, desc) => {
  const host = await guest()
  expect(await host.ask('guest-set-memory-blocks', args)).toBe(fails(desc))
})
