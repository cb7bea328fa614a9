import { expect, test } from 'vitest'
import { base64 } from '../open-file.js'
import { fails, OK } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const set = (username: string, password: string, crypted = false) => ({ username, password: base64(password), crypted })

test('a password is set, colons and line feeds and all, whatever the letters of the name', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-set-user-password', set('ADMINISTRATOR', 'a:b\nc'))).toBe(OK)
  expect(host.vm.guest.windows?.accounts.passwordOf('Administrator')).toBe('a:b\nc')
  expect(await host.ask('guest-set-user-password', set('Administrator', 'cut\0off'))).toBe(OK)
  expect(host.vm.guest.windows?.accounts.passwordOf('Administrator')).toBe('cut')
})

test('an account that there is not', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-set-user-password', set('nobody', 'x'))).toBe(
    fails('failed to set password: The user name could not be found.'),
  )
})

const POLICY = fails(
  'failed to set password: The password does not meet the password policy requirements. Check the minimum password ' +
    'length, password complexity and password history requirements.',
)

test.each([
  ['Sh0rt', POLICY],
  ['alllowercase1', POLICY],
  ['xAdministrator1', POLICY],
  ['Long3nough', OK],
  ['no-Capitals', OK],
])('under a policy %s is answered with %s', async (password, reply) => {
  const host = await talkToWindows('109.1.0', { windows: { passwordPolicy: { minimumLength: 0, complexity: true } } })
  expect(await host.ask('guest-set-user-password', set('Administrator', password))).toBe(reply)
})

test('a least length counts characters', async () => {
  const host = await talkToWindows('109.1.0', { windows: { passwordPolicy: { minimumLength: 8 } } })
  expect(await host.ask('guest-set-user-password', set('Administrator', 'seven77'))).toBe(POLICY)
  expect(await host.ask('guest-set-user-password', set('Administrator', 'eight888'))).toBe(OK)
})

test.each([
  ['2.11.0', 'this feature or command is not currently supported'],
  ['8.2.0', 'this feature or command is not currently supported'],
  ['109.1.0', "'crypted' must be off on this host"],
])('%s takes no hash, and says so before it looks at the rest', async (version, text) => {
  const host = await talkToWindows(version)
  const request = { username: 'nobody', password: '$', crypted: true }
  expect(await host.ask('guest-set-user-password', request)).toBe(fails(text))
})

test.each([
  ['8.2.0', "Guest agent command failed, error was 'Invalid byte sequence in conversion input'"],
  ['10.2.0', "can't convert 'password' to UTF-16: Invalid byte sequence in conversion input"],
])('%s refuses a password that is no UTF-8', async (version, text) => {
  const host = await talkToWindows(version)
  const request = { username: 'Administrator', password: '/w==', crypted: false }
  expect(await host.ask('guest-set-user-password', request)).toBe(fails(text))
})
