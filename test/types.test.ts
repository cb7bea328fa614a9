import { expect, expectTypeOf, test } from 'vitest'
import { createVm } from '../src/index.js'

test('call is typed by the name of the command', async () => {
  await using vm = await createVm()

  const handle = await vm.call('guest-file-open', { path: '/etc/hostname' })
  expectTypeOf(handle).toEqualTypeOf<bigint>()
  expect(handle).toBe(1000n)

  const moved = await vm.call('guest-file-seek', { handle, offset: 2, whence: 'set' })
  expectTypeOf(moved).toEqualTypeOf<{ readonly position: bigint; readonly eof: boolean }>()
  expect(moved).toEqual({ position: 2n, eof: false })

  const status = await vm.call('guest-fsfreeze-status')
  expectTypeOf(status).toEqualTypeOf<'thawed' | 'frozen'>()
  expect(status).toBe('thawed')

  const nothing = await vm.call('guest-ping')
  expectTypeOf(nothing).toEqualTypeOf<undefined>()
  expect(nothing).toBeUndefined()
})

test('a name that is no command is let through to the agent, which says so', async () => {
  await using vm = await createVm()
  await expect(vm.call('guest-not-there', { x: 1 })).rejects.toThrow('The command guest-not-there has not been found')
})

test('wrong arguments of a known command are refused at compile time and by the agent', async () => {
  await using vm = await createVm()
  // @ts-expect-error the argument is called path
  await expect(vm.call('guest-file-open', { pth: '/etc/hostname' })).rejects.toThrow("Parameter 'path' is missing")
  // @ts-expect-error a handle is needed
  await expect(vm.call('guest-file-close')).rejects.toThrow("Parameter 'handle' is missing")
  // @ts-expect-error whence knows no such word
  const seek = vm.call('guest-file-seek', { handle, offset: 0, whence: 'start' })
  await expect(seek).rejects.toThrow("Invalid parameter 'start'")
})

const handle = 1000
