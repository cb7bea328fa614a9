import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'

test('a mistake in a command is answered as an error and warned of, and the agent goes on', async () => {
  await using vm = await createVm()
  Object.defineProperty(vm.guest, 'vcpus', {
    get() {
      throw new Error('no such thing')
    },
  })
  const warned = once(process, 'warning')
  await expect(vm.call('guest-get-vcpus')).rejects.toMatchObject({
    class: 'GenericError',
    desc: 'mockvm: internal error in guest-get-vcpus: no such thing',
  })
  expect((await warned)[0]).toMatchObject({ message: 'no such thing' })
  await expect(vm.call('guest-ping')).resolves.toBeUndefined()
})

test('ten thousand requests that waited behind a slow one are answered without a deeper stack', async () => {
  await using vm = await createVm({
    scenario: { extends: 'default', programs: [{ path: '/sbin/hwclock', after: '1s' }] },
  })
  const slow = vm.call('guest-set-time')
  const pings = Array.from({ length: 10_000 }, () => vm.call('guest-ping'))
  vm.advance('1s')
  await slow
  await expect(Promise.all(pings)).resolves.toHaveLength(10_000)
})
