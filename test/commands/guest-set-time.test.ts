import { expect, test } from 'vitest'
import { fails, OK, returns, talk } from './talk.js'

const HWCLOCK_FAILED = fails('hwclock failed to set hardware clock to system time')

test('system time and the RTC are set, timers are left alone', async () => {
  const host = await talk()
  expect(await host.ask('guest-set-time', '{"time":1600000000123456789}')).toBe(OK)
  expect(await host.ask('guest-get-time')).toBe(returns('1600000000123456000'))
  expect(host.vm.guest.clock.rtc()).toBe(1600000000123456000n)
  expect(host.vm.guest.clock.monotonic()).toBe(0n)
})

test('without a time it is set from the RTC', async () => {
  const host = await talk()
  host.vm.guest.clock.setRtc(1500000000000000000n)
  expect(await host.ask('guest-set-time')).toBe(OK)
  expect(await host.ask('guest-get-time')).toBe(returns('1500000000000000000'))
})

test.each([
  ['UTC', '0', OK],
  // The year is that of local time.
  ['America/New_York', '0', fails('Invalid time')],
  ['Europe/Prague', '3155759999000000000', fails('Invalid time')],
  ['UTC', '3155759999000000000', OK],
  ['UTC', '3155760000000000000', fails('Invalid time')],
  ['UTC', '9223372036854775807', fails('Invalid time')],
  // C divides towards zero.
  ['UTC', '-1', OK],
  ['UTC', '-1000', fails('Failed to set time to guest: Invalid argument')],
  ['UTC', '-1000000000', fails('Invalid time')],
])('in %s the time %s gives %s', async (timezone, time, reply) => {
  const host = await talk({ set: [{ path: 'clock.timezone', value: timezone }] })
  expect(await host.ask('guest-set-time', `{"time":${time}}`)).toBe(reply)
})

test('a bad time changes nothing', async () => {
  const host = await talk()
  await host.ask('guest-set-time', '{"time":3155760000000000000}')
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600000000000'))
})

test.each([
  [{ exitCode: 1 }, HWCLOCK_FAILED],
  [{ signal: 9 }, fails('child process has terminated abnormally')],
])('of a hwclock that ends with %o the error is told, and system time is set all the same', async (ending, reply) => {
  const host = await talk({ scenario: { extends: 'default', programs: [{ path: '/usr/sbin/hwclock', ...ending }] } })
  expect(await host.ask('guest-set-time', '{"time":1600000000000000000}')).toBe(reply)
  expect(await host.ask('guest-get-time')).toBe(returns('1600000000000000000'))
})

test('a guest without hwclock fails as one whose hwclock fails', async () => {
  const host = await talk({ scenario: 'minimal' })
  expect(await host.ask('guest-set-time')).toBe(HWCLOCK_FAILED)
})

test('a time that is no integer is refused', async () => {
  const host = await talk()
  expect(await host.ask('guest-set-time', '{"time":1e18}')).toBe(
    fails("Invalid parameter type for 'time', expected: integer"),
  )
})
