import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

test('everybody is listed once, with the earliest login', async () => {
  const host = await talk()
  expect(await host.ask('guest-get-users')).toBe(
    returns('[{"login-time": 1767220267, "user": "root"}, {"login-time": 1767221130.25, "user": "alice"}]'),
  )
})

test('who logs in and out is seen', async () => {
  const host = await talk({ scenario: 'minimal' })
  const { users } = host.vm.guest
  expect(await host.ask('guest-get-users')).toBe(returns('[]'))
  users.login({ user: 'root', line: 'tty1', time: 1700000050_999999n })
  users.login({ user: 'root', line: 'tty2', time: 1600000000_000000n })
  expect(await host.ask('guest-get-users')).toBe(returns('[{"login-time": 1600000000, "user": "root"}]'))
  users.logout('tty2')
  expect(await host.ask('guest-get-users')).toBe(returns('[{"login-time": 1700000050.999999, "user": "root"}]'))
})

test('records that are no logins do not count, and a guest without utmp has none', async () => {
  const boot = { type: 2, user: 'reboot', line: '~', time: '2026-01-01T00:00:00Z' }
  const host = await talk({ scenario: { extends: 'minimal', sessions: [boot] } })
  expect(await host.ask('guest-get-users')).toBe(returns('[]'))
  host.vm.guest.files.rm('/run/utmp')
  expect(await host.ask('guest-get-users')).toBe(returns('[]'))
})

test.each(['2.11.0', '5.2.0', '7.2.22', '11.1.3'])('agent %s prints the microseconds of a login', async version => {
  const host = await talk({ scenario: 'minimal', agent: { version } })
  host.vm.guest.users.login({ user: 'root', line: 'tty1', time: 1700000050_999999n })
  expect(await host.ask('guest-get-users')).toBe(returns('[{"login-time": 1700000050.999999, "user": "root"}]'))
})
