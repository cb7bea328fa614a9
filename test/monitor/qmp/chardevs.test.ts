import { expect, test } from 'vitest'
import { vmOf } from './host.js'

test('query-yank lists sockets in the order in which they were made, query-chardev in that of a hash table', async () => {
  const vm = await vmOf()
  for (const label of ['compat_monitor0', 'zz', 'aa', 'compat_monitor1', 'nn']) {
    const filename = label === 'nn' ? 'null' : `disconnected:unix:/run/${label}.sock,server=on`
    vm.qemu.chardevs.add({ label, filename: () => filename, isFrontendOpen: () => false })
  }
  expect(vm.qmp.execute('query-yank')).toEqual(
    ['compat_monitor0', 'zz', 'aa', 'compat_monitor1'].map(id => ({ type: 'chardev', id })),
  )
  const listed = vm.qmp.execute('query-chardev') as { label: string }[]
  expect(listed.map(({ label }) => label)).toEqual(['compat_monitor1', 'zz', 'nn', 'compat_monitor0', 'aa'])
})
