import { expect, test } from 'vitest'
import { fails, OK, type Talk, talk } from './talk.js'

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')

function shadow(host: Talk, user: string): string | undefined {
  const lines = host.vm.guest.files.readFile('/etc/shadow', 'utf8').split('\n')
  return lines.find(line => line.startsWith(`${user}:`))
}

test('a hash goes into /etc/shadow as it is', async () => {
  const host = await talk()
  const args = { username: 'alice', password: base64('$6$salt$hash'), crypted: true }
  expect(await host.ask('guest-set-user-password', args)).toBe(OK)
  expect(shadow(host, 'alice')).toBe('alice:$6$salt$hash:20454:0:99999:7:::')
})

test('a password is hashed first, with the same salt for the same seed', async () => {
  const [one, two] = [await talk(), await talk()]
  const args = { username: 'alice', password: base64('secret'), crypted: false }
  expect(await one.ask('guest-set-user-password', args)).toBe(OK)
  expect(await two.ask('guest-set-user-password', args)).toBe(OK)
  expect(shadow(one, 'alice')).toMatch(/^alice:\$6\$[./\w]{16}\$[./\w]{86}:20454:0:99999:7:::$/)
  expect(shadow(two, 'alice')).toBe(shadow(one, 'alice'))
})

test('a password ends at its first NUL, what follows is not looked at', async () => {
  const host = await talk()
  const args = { username: 'root', password: base64('hash\0\n'), crypted: true }
  expect(await host.ask('guest-set-user-password', args)).toBe(OK)
  expect(shadow(host, 'root')).toBe('root:hash:20454:0:99999:7:::')
})

const BASE64 = 'Base64 data contains invalid characters'
const PASSWORD = 'forbidden characters in raw password'
const USERNAME = 'forbidden characters in username'
const FAILED = 'child process has failed to set user password'

test.each([
  ['a\n', '$', BASE64],
  ['a\n', base64('x\ny'), PASSWORD],
  ['a\n', base64('x'), USERNAME],
  ['a:b', base64('x'), USERNAME],
  ['nobody-knows', base64('x'), FAILED],
  ['', base64('x'), FAILED],
])('of the user %j with the password %j the first thing wrong is told', async (username, password, desc) => {
  const host = await talk()
  expect(await host.ask('guest-set-user-password', { username, password, crypted: false })).toBe(fails(desc))
})

test.each([
  ['{}', "Parameter 'username' is missing"],
  ['{"username":"root"}', "Parameter 'password' is missing"],
  ['{"username":"root","password":"eA=="}', "Parameter 'crypted' is missing"],
  ['{"username":"root","password":"eA==","crypted":0}', "Invalid parameter type for 'crypted', expected: boolean"],
])('it refuses %s', async (args, desc) => {
  const host = await talk()
  expect(await host.ask('guest-set-user-password', args)).toBe(fails(desc))
})

const NOT_SET = '(user nobody-knows) pam_chauthtok() failed, error:\\nAuthentication token manipulation error'
const SAYS = `chpasswd: ${NOT_SET}\\nchpasswd: (line 1, user nobody-knows) password not changed\\n`

test.each([
  ['2.11.0', FAILED],
  ['5.2.0', FAILED],
  ['7.2.22', FAILED],
  ['9.0.4', FAILED],
  ['9.1.0', `${FAILED}: ${SAYS}`],
  ['11.1.3', `${FAILED}: ${SAYS}`],
])('agent %s tells of a chpasswd that fails what it can', async (version, desc) => {
  const host = await talk({ agent: { version } })
  const args = { username: 'nobody-knows', password: base64('x'), crypted: false }
  expect(await host.ask('guest-set-user-password', args)).toBe(fails(desc))
})

test.each([
  ['2.11.0', "cannot find 'passwd' program in PATH"],
  ['5.2.0', "cannot find 'passwd' program in PATH"],
  ['7.2.22', "cannot find 'passwd' program in PATH"],
  ['9.0.4', "cannot find 'passwd' program in PATH"],
  ['9.1.0', `${FAILED}: failed to exec 'chpasswd': No such file or directory\\n`],
  ['11.1.3', `${FAILED}: failed to exec 'chpasswd': No such file or directory\\n`],
])('agent %s misses chpasswd in its way', async (version, desc) => {
  const args = { username: 'root', password: base64('x'), crypted: false }
  const without = await talk({ scenario: 'minimal', agent: { version } })
  expect(await without.ask('guest-set-user-password', args)).toBe(fails(desc))
  const elsewhere = await talk({ agent: { version, env: { PATH: '/bin' } } })
  expect(await elsewhere.ask('guest-set-user-password', args)).toBe(fails(desc))
})

test('a guest without chpasswd has no program in PATH', async () => {
  const args = { username: 'root', password: base64('x'), crypted: false }
  const without = await talk({ scenario: 'minimal' })
  expect(await without.ask('guest-set-user-password', args)).toBe(fails("cannot find 'passwd' program in PATH"))
  const elsewhere = await talk({ agent: { env: { PATH: '/bin' } } })
  expect(await elsewhere.ask('guest-set-user-password', args)).toBe(fails("cannot find 'passwd' program in PATH"))
  const files = { '/opt/a/chpasswd': { directory: true as const }, '/opt/b/chpasswd': '' }
  const useless = await talk({ scenario: { extends: 'default', files }, agent: { env: { PATH: '/opt/a:/opt/b' } } })
  expect(await useless.ask('guest-set-user-password', args)).toBe(fails("cannot find 'passwd' program in PATH"))
})

test('a chpasswd that is killed has terminated abnormally', async () => {
  const programs = [{ path: '/usr/sbin/chpasswd', signal: 9 }]
  const host = await talk({ scenario: { extends: 'default', programs } })
  expect(await host.ask('guest-set-user-password', { username: 'root', password: '', crypted: false })).toBe(
    fails('child process has terminated abnormally'),
  )
})
