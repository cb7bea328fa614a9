import { expect, test } from 'vitest'
import { fails, OK, returns, talk } from './talk.js'

/** The errno is that of the last read of the channel, which found nothing more. */
const BAD_TIME = fails('Invalid time: Resource temporarily unavailable')
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
  ['America/New_York', '0', BAD_TIME],
  ['Europe/Prague', '3155759999000000000', BAD_TIME],
  ['UTC', '3155759999000000000', OK],
  ['UTC', '3155760000000000000', BAD_TIME],
  ['UTC', '9223372036854775807', BAD_TIME],
  // C divides towards zero.
  ['UTC', '-1', OK],
  ['UTC', '-1000', fails('Failed to set time to guest: Invalid argument')],
  ['UTC', '-1000000000', BAD_TIME],
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

const TERMINATED = 'child process has terminated abnormally'
const SHOWN = 'child process has failed to set hardware clock to system time'

test.each([
  ['2.11.0', { exitCode: 1, stderr: 'no RTC\n' }, HWCLOCK_FAILED],
  ['5.2.0', { exitCode: 1, stderr: 'no RTC\n' }, HWCLOCK_FAILED],
  ['7.2.22', { exitCode: 1, stderr: 'no RTC\n' }, HWCLOCK_FAILED],
  ['7.2.22', { signal: 9, stderr: 'no RTC\n' }, fails(TERMINATED)],
  ['11.1.3', { exitCode: 1, stderr: 'no RTC\n' }, fails(`${SHOWN}: no RTC\\n`)],
  ['9.0.4', { exitCode: 7, stderr: 'no RTC\n' }, HWCLOCK_FAILED],
  ['9.1.0', { exitCode: 7, stderr: 'no RTC\n' }, fails(`${SHOWN}: no RTC\\n`)],
  ['11.1.3', { exitCode: 7 }, fails(`${SHOWN}: exit status 7`)],
  ['11.1.3', { signal: 9, stderr: 'no RTC\n' }, fails(`${TERMINATED}: no RTC\\n`)],
])('agent %s tells of a hwclock that ends with %o what it can', async (version, ending, reply) => {
  const scenario = { extends: 'default', programs: [{ path: '/usr/sbin/hwclock', ...ending }] }
  const host = await talk({ scenario, agent: { version } })
  expect(await host.ask('guest-set-time')).toBe(reply)
  expect(await host.ask('guest-set-time', '{"time":1600000000000000000}')).toBe(reply)
  expect(await host.ask('guest-get-time')).toBe(returns('1600000000000000000'))
})

const UNSUPPORTED = fails('this feature or command is not currently supported')
const NOT_EXECUTED = fails(`${SHOWN}: failed to exec '/sbin/hwclock': No such file or directory\\n`)

test.each([
  ['2.11.0', HWCLOCK_FAILED, '1600000000000000000'],
  ['5.2.0', UNSUPPORTED, '1767225600000000000'],
  ['7.2.22', UNSUPPORTED, '1767225600000000000'],
  ['9.0.4', UNSUPPORTED, '1767225600000000000'],
  ['9.1.0', NOT_EXECUTED, '1600000000000000000'],
  ['11.1.3', NOT_EXECUTED, '1600000000000000000'],
])('in a guest without hwclock agent %s answers %s, and the time is then %s', async (version, reply, time) => {
  const host = await talk({ scenario: 'minimal', agent: { version } })
  expect(await host.ask('guest-set-time')).toBe(reply)
  expect(await host.ask('guest-set-time', '{"time":1600000000000000000}')).toBe(reply)
  expect(await host.ask('guest-get-time')).toBe(returns(time))
})

test('an agent that looks for hwclock does so before all else, and only once', async () => {
  const host = await talk({ agent: { version: '7.2.22' } })
  const { files } = host.vm.guest
  const hwclock = '/usr/sbin/hwclock'
  files.chmod(hwclock, 0o644)
  expect(await host.ask('guest-set-time', '{"time":-1000000000}')).toBe(UNSUPPORTED)
  files.chmod(hwclock, 0o755)
  expect(await host.ask('guest-set-time')).toBe(UNSUPPORTED)
  const before = host.vm.snapshot()
  host.vm.agent.stop('a test')
  host.vm.agent.start('a test')
  expect(await host.ask('guest-set-time')).toBe(OK)
  files.chmod(hwclock, 0o644)
  expect(await host.ask('guest-set-time')).toBe(HWCLOCK_FAILED)
  host.vm.restore(before)
  expect(await host.ask('guest-set-time')).toBe(UNSUPPORTED)
})

test('a time that is no integer is refused', async () => {
  const host = await talk()
  expect(await host.ask('guest-set-time', '{"time":1e18}')).toBe(
    fails("Invalid parameter type for 'time', expected: integer"),
  )
})
