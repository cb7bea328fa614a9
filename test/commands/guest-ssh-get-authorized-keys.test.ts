import { expect, test } from 'vitest'
import { authorizedKeys } from './authorized-keys.js'
import { fails, returns, talk } from './talk.js'

const PATH = '/home/alice/.ssh/authorized_keys'

test('keys come in reverse order, trimmed, without comments and empty lines', async () => {
  const host = await authorizedKeys('# mine\n  ssh-rsa AAA one\t\n\n \r\nssh-ed25519 BBB two\n')
  expect(await host.get()).toBe(returns('{"keys": ["ssh-ed25519 BBB two", "ssh-rsa AAA one"]}'))
})

test('a vertical tab is no blank, and the file ends at its first NUL', async () => {
  const host = await authorizedKeys('\vone\v\ntwo\0\nthree\n')
  expect(await host.get()).toBe(returns('{"keys": ["two", "\\u000Bone\\u000B"]}'))
})

test('a byte that is no text is shown as one that is not known', async () => {
  const host = await authorizedKeys(Uint8Array.of(0x61, 0xff, 0x62))
  expect(await host.get()).toBe(returns('{"keys": ["a\\uFFFDb"]}'))
})

test('without the file, or with something else in its place, GLib says what is wrong', async () => {
  const host = await authorizedKeys()
  expect(await host.get()).toBe(
    fails(`failed to read '${PATH}': Failed to open file \\u201C${PATH}\\u201D: No such file or directory`),
  )
  const { files } = host.vm.guest
  files.mkdir(PATH, { recursive: true })
  expect(await host.get()).toBe(
    fails(`failed to read '${PATH}': Error reading file \\u201C${PATH}\\u201D: Is a directory`),
  )
  files.rmdir(PATH)
  files.rmdir('/home/alice/.ssh')
  files.writeFile('/home/alice/.ssh', '')
  expect(await host.get()).toBe(
    fails(`failed to read '${PATH}': Failed to open file \\u201C${PATH}\\u201D: Not a directory`),
  )
})

test('an agent that is not root reads what it may', async () => {
  const scenario = { extends: 'default', agent: { version: '7.2.22', user: 'backup' } }
  const host = await talk({ scenario })
  const { files } = host.vm.guest
  files.mkdir('/home/alice/.ssh', { mode: 0o700 })
  files.writeFile(PATH, 'k')
  files.chmod('/home/alice/.ssh', 0o700)
  expect(await host.ask('guest-ssh-get-authorized-keys', { username: 'alice' })).toBe(
    fails(`failed to read '${PATH}': Failed to open file \\u201C${PATH}\\u201D: Permission denied`),
  )
})

test.each(['nosuchuser', ''])('nobody is called %j', async username => {
  const host = await authorizedKeys()
  expect(await host.ask('guest-ssh-get-authorized-keys', { username })).toBe(
    fails(`failed to lookup user '${username}': Success`),
  )
})

test('a frozen guest gives no keys', async () => {
  const host = await authorizedKeys('k')
  await host.ask('guest-fsfreeze-freeze')
  expect(await host.get()).toBe(
    fails('Command guest-ssh-get-authorized-keys has been disabled: the agent is in frozen state', 'CommandNotFound'),
  )
})

test('agents before 5.2 do not have it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '5.1.0' } } })
  expect(await host.ask('guest-ssh-get-authorized-keys', { username: 'root' })).toBe(
    fails('The command guest-ssh-get-authorized-keys has not been found', 'CommandNotFound'),
  )
})
