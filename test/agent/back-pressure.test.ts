import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'

const KIB = 1024

test('an agent whose replies nobody reads begins nothing more, and goes on when they are read', async () => {
  await using vm = await createVm()
  vm.guest.files.writeFile('/tmp/big', new Uint8Array(128 * KIB))
  const client = vm.connect()
  const rewind = '{"execute": "guest-file-seek", "arguments": {"handle": 1000, "offset": 0, "whence": 0}}'
  const read = `{"execute": "guest-file-read", "arguments": {"handle": 1000, "count": ${128 * KIB}}}`
  client.write(`{"execute": "guest-file-open", "arguments": {"path": "/tmp/big"}}${`${rewind}${read}`.repeat(50)}`)
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
  expect(vm.calls('guest-file-read').length).toBeLessThan(5)
  let lines = 0
  for await (const chunk of client) {
    lines += String(chunk).split('\n').length - 1
    if (lines === 101) break
  }
  expect(vm.calls('guest-file-read')).toHaveLength(50)
})

test('in mode step a command that waits is not left waiting', async () => {
  await using vm = await createVm({
    scenario: {
      extends: 'default',
      clock: { mode: 'step', step: '1ms' },
      programs: [{ path: '/sbin/hwclock', after: '3s' }],
    },
  })
  await expect(vm.call('guest-set-time')).resolves.toBeUndefined()
  expect(vm.guest.clock.monotonic()).toBe(3_001_000_000n)
})
