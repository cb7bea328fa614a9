import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'

async function writtenButNotFlushed(end: (vm: Awaited<ReturnType<typeof createVm>>) => Promise<unknown>) {
  await using vm = await createVm()
  const handle = await vm.call('guest-file-open', { path: '/tmp/x', mode: 'w+' })
  await vm.call('guest-file-write', { handle, 'buf-b64': 'YWJj' })
  await end(vm)
  return vm.guest.files.readFile('/tmp/x', 'utf8')
}

test('an agent that exits writes what its streams still hold', async () => {
  expect(await writtenButNotFlushed(async vm => vm.agent.stop('told to'))).toBe('abc')
})

test('an agent that aborts loses what its streams still hold', async () => {
  const abort = (vm: Awaited<ReturnType<typeof createVm>>) =>
    // More than the guest has memory: 2.11 has no limit, and GLib aborts where it can't allocate.
    expect(vm.call('guest-file-read', { handle: 1000, count: 2n ** 62n })).rejects.toThrow('the agent died: ')
  expect(await writtenButNotFlushed(abort)).toBe('')
})
