/** Which endings of a service are failures, and what becomes of one that never says that it is ready. */
import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { exec } from '../programs/exec.js'
import { debian } from '../programs/guest.js'

function guestWith(text: string): Guest {
  const guest = new Guest(debian)
  guest.files.writeFile('/etc/systemd/system/x.service', text)
  return guest
}

const systemctl = (guest: Guest, ...args: string[]) => exec(guest, ['/usr/bin/systemctl', ...args])
const quiet = { stdout: '', stderr: '', exitCode: 0 }
const messages = (guest: Guest) =>
  guest.journal.entries.filter(({ about }) => about === 'x.service').map(({ message }) => message)
const failedJob = (why: string) => ({
  stdout: '',
  stderr:
    `Job for x.service failed because ${why}.\n` +
    'See "systemctl status x.service" and "journalctl -xeu x.service" for details.\n',
  exitCode: 1,
})

test.each([
  ['exit 4', '4', quiet],
  ['exit 4', '1 2 4', quiet],
  ['exit 75', 'TEMPFAIL 250', quiet],
  ['kill -9 $$', 'SIGKILL', quiet],
  ['kill -9 $$', 'KILL', quiet],
  ['exit 5', '4 SIGKILL', failedJob('the control process exited with error code')],
])('a oneshot of %j with SuccessExitStatus=%s', (script, status, outcome) => {
  const command = `/bin/sh -c '${script.replaceAll('$', '$$$$')}'`
  const guest = guestWith(`[Service]\nType=oneshot\nSuccessExitStatus=${status}\nExecStart=${command}\n`)
  expect(systemctl(guest, 'start', 'x')).toEqual(outcome)
  expect(guest.services.get('x')?.active).toBe(outcome === quiet ? 'inactive' : 'failed')
})

test('a daemon that ends so is not started again for it', () => {
  const guest = guestWith(
    '[Service]\nRestart=on-failure\nSuccessExitStatus=143\nExecStart=/bin/sh -c "sleep 1; exit 143"\n',
  )
  systemctl(guest, 'start', 'x')
  guest.clock.advance(5_000_000_000n)
  expect(guest.services.get('x')).toMatchObject({ active: 'inactive', result: 'success', restarts: 0 })
})

test('an ExecStop= that fails leaves a failed unit, and the stop is no failure', () => {
  const guest = guestWith('[Unit]\nDescription=X\n[Service]\nExecStart=/bin/sleep 1000\nExecStop=/bin/false\n')
  systemctl(guest, 'start', 'x')
  expect(systemctl(guest, 'stop', 'x')).toEqual(quiet)
  expect(guest.services.get('x')).toMatchObject({ active: 'failed', result: 'exit-code' })
  expect(messages(guest)).toEqual([
    'Started x.service - X.',
    'Stopping x.service - X...',
    'x.service: Control process exited, code=exited, status=1/FAILURE',
    "x.service: Failed with result 'exit-code'.",
    'Stopped x.service - X.',
  ])
  expect(systemctl(guest, 'start', 'x')).toEqual(quiet)
  expect(guest.services.get('x')).toMatchObject({ active: 'active', result: 'success' })
})

test.each([
  ['Type=notify', 90_000_000_000n],
  ['Type=dbus\nBusName=org.example.X', 90_000_000_000n],
  ['Type=notify\nTimeoutStartSec=5', 5_000_000_000n],
  ['Type=notify\nTimeoutSec=1min', 60_000_000_000n],
  ['Type=oneshot\nTimeoutStartSec=3s', 3_000_000_000n],
])('%s that never says that it is ready has so long', (lines, limit) => {
  const guest = guestWith(`[Service]\n${lines}\nExecStart=/bin/sleep 1000\n`)
  const before = guest.clock.now()
  expect(systemctl(guest, 'start', 'x')).toEqual(failedJob('a timeout was exceeded'))
  expect(guest.clock.now() - before).toBe(limit)
  expect(guest.services.get('x')).toMatchObject({ active: 'failed', result: 'timeout' })
  expect(guest.processes.list().some(({ argv }) => argv.includes('1000'))).toBe(false)
  expect(messages(guest)).toEqual([
    'Starting x.service...',
    'x.service: start operation timed out. Terminating.',
    "x.service: Failed with result 'timeout'.",
    'Failed to start x.service.',
  ])
})

test('one that ends before it has said so has broken what it promised', () => {
  const guest = guestWith('[Service]\nType=notify\nExecStart=/bin/true\n')
  expect(systemctl(guest, 'start', 'x')).toEqual(
    failedJob('the service did not take the steps required by its unit configuration'),
  )
  expect(guest.services.get('x')).toMatchObject({ active: 'failed', result: 'protocol' })
})

test('without a limit it starts for as long as it likes', () => {
  const guest = guestWith('[Service]\nType=notify\nTimeoutStartSec=infinity\nExecStart=/bin/sleep 1000\n')
  systemctl(guest, 'start', '--no-block', 'x')
  guest.services.start('x')
  guest.clock.advance(900_000_000_000n)
  expect(guest.services.get('x')).toMatchObject({ active: 'activating', sub: 'start' })
})
