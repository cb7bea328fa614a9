import { expect, test } from 'vitest'
import { authorizedKeys } from './authorized-keys.js'
import { fails, OK, returns } from './talk.js'

test('every line that is such a key goes; comments and blanks stay', async () => {
  const host = await authorizedKeys('# mine\none\ntwo\none\n\nthree\n')
  expect(await host.remove(['one', 'absent', ''])).toBe(OK)
  expect(host.text).toBe('# mine\ntwo\nthree')
  expect(await host.get()).toBe(returns('{"keys": ["three", "two"]}'))
})

test('lines are compared as they stand', async () => {
  const host = await authorizedKeys(' one\ntwo')
  expect(await host.remove(['one'])).toBe(OK)
  expect(host.text).toBe(' one\ntwo')
})

test('without a file there is nothing to do', async () => {
  const host = await authorizedKeys()
  expect(await host.remove(['one'])).toBe(OK)
  expect(host.vm.guest.files.exists('/home/alice/.ssh')).toBe(false)
})

test('a file that can not be read is told of', async () => {
  const host = await authorizedKeys()
  const path = '/home/alice/.ssh/authorized_keys'
  host.vm.guest.files.mkdir(path, { recursive: true })
  expect(await host.remove(['one'])).toBe(
    fails(`failed to read '${path}': Error reading file \\u201C${path}\\u201D: Is a directory`),
  )
})

test('keys are looked at before the user is', async () => {
  const host = await authorizedKeys('one')
  const ask = (keys: readonly string[]) => host.ask('guest-ssh-remove-authorized-keys', { username: 'bob', keys })
  expect(await ask(['ok', '#x'])).toBe(fails("invalid OpenSSH public key: '#x'"))
  expect(await ask(['ok'])).toBe(fails("failed to lookup user 'bob': Success"))
})
