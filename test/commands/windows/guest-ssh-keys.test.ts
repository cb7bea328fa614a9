/** guest-ssh-get-, -add- and -remove-authorized-keys. */
import { expect, test } from 'vitest'
import { fails, OK, returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const ADMINISTRATORS = 'C:\\ProgramData\\ssh\\administrators_authorized_keys'
const JDOE = 'C:\\Users\\jdoe\\.ssh\\authorized_keys'
const host = () => talkToWindows('109.1.0', { scenario: { users: { jdoe: {} } } })

test('keys are added to a file that is made for them, and given back last first', async () => {
  const it = await host()
  const add = { username: 'jdoe', keys: ['ssh-ed25519 AAAA one', 'ssh-rsa BBBB two', 'ssh-rsa BBBB two'] }
  expect(await it.ask('guest-ssh-add-authorized-keys', add)).toBe(OK)
  expect(it.vm.guest.files.readFile(JDOE, 'utf8')).toBe('ssh-ed25519 AAAA one\nssh-rsa BBBB two')
  expect(await it.ask('guest-ssh-get-authorized-keys', { username: 'jdoe' })).toBe(
    returns('{"keys": ["ssh-rsa BBBB two", "ssh-ed25519 AAAA one"]}'),
  )
  expect(await it.ask('guest-ssh-add-authorized-keys', { username: 'jdoe', keys: ['x y'], reset: true })).toBe(OK)
  expect(it.vm.guest.files.readFile(JDOE, 'utf8')).toBe('x y')
})

test('administrators share a file', async () => {
  const it = await host()
  expect(await it.ask('guest-ssh-add-authorized-keys', { username: 'Administrator', keys: ['x y'] })).toBe(OK)
  expect(it.vm.guest.files.readFile(ADMINISTRATORS, 'utf8')).toBe('x y')
})

test('comments and blanks are no keys, and a CR is trimmed but makes a key another one', async () => {
  const it = await host()
  it.vm.guest.files.mkdir('C:\\Users\\jdoe\\.ssh')
  it.vm.guest.files.writeFile(JDOE, '# mine\r\n\r\n ssh-rsa AAAA a \r\nssh-rsa BBBB b\r\n')
  expect(await it.ask('guest-ssh-get-authorized-keys', { username: 'jdoe' })).toBe(
    returns('{"keys": ["ssh-rsa BBBB b", "ssh-rsa AAAA a"]}'),
  )
  expect(await it.ask('guest-ssh-remove-authorized-keys', { username: 'jdoe', keys: ['ssh-rsa BBBB b'] })).toBe(OK)
  expect(it.vm.guest.files.readFile(JDOE, 'utf8')).toBe('# mine\r\n\r\n ssh-rsa AAAA a \r\nssh-rsa BBBB b\r\n')
  expect(await it.ask('guest-ssh-remove-authorized-keys', { username: 'jdoe', keys: ['ssh-rsa BBBB b\r'] })).toBe(OK)
  expect(it.vm.guest.files.readFile(JDOE, 'utf8')).toBe('# mine\r\n\r\n ssh-rsa AAAA a \r\n')
})

const MISSING = fails(
  "failed to read 'C:\\\\Users\\\\jdoe\\\\.ssh\\\\authorized_keys': Failed to open file " +
    '\\u201CC:\\\\Users\\\\jdoe\\\\.ssh\\\\authorized_keys\\u201D: No such file or directory',
)

test('a file that is missing is an error, also for who wants to remove', async () => {
  const it = await host()
  expect(await it.ask('guest-ssh-get-authorized-keys', { username: 'jdoe' })).toBe(MISSING)
  expect(await it.ask('guest-ssh-remove-authorized-keys', { username: 'jdoe', keys: ['a b'] })).toBe(MISSING)
})

test('keys are looked at before the user', async () => {
  const it = await host()
  expect(await it.ask('guest-ssh-add-authorized-keys', { username: 'nobody', keys: ['#x'] })).toBe(
    fails("invalid OpenSSH public key: '#x'"),
  )
  expect(await it.ask('guest-ssh-add-authorized-keys', { username: 'nobody', keys: ['a b'] })).toBe(
    fails('User nobody was not found'),
  )
})
