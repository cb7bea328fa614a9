import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { programGuest, run } from '../guest.js'

function call(guest: Guest, argv: readonly string[], surroundings: Parameters<typeof run>[2] = {}) {
  const { stdout, stderr, exitCode } = run(guest, argv, surroundings)
  return { stdout: Buffer.from(stdout, 'latin1').toString('utf8'), stderr, exitCode }
}

const says = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode })
const debian = () => new Guest(load('debian-12').guest)

test('hostnamectl shows what the host is', () => {
  const guest = debian()
  const { stdout } = call(guest, ['hostnamectl'], { env: { LANG: 'C' } })
  expect(stdout.replace(/[0-9a-f]{32}/g, 'ID').replace(/^Firmware Version: .*\n/m, '')).toBe(` Static hostname: debian
       Icon name: computer-vm
         Chassis: vm
      Machine ID: ID
         Boot ID: ID
  Virtualization: kvm
Operating System: Debian GNU/Linux 12 (bookworm)
          Kernel: Linux 6.1.0-50-cloud-amd64
    Architecture: x86-64
 Hardware Vendor: QEMU
  Hardware Model: Standard PC _Q35 + ICH9, 2009_
`)
})

test('hostnamectl sets names', () => {
  const guest = debian()
  expect(call(guest, ['hostnamectl', 'set-hostname', 'db-1'])).toEqual(says(''))
  expect(guest.hostname).toBe('db-1')
  expect(guest.files.readFile('/etc/hostname', 'utf8')).toBe('db-1\n')
  expect(call(guest, ['hostnamectl', 'hostname', "Alice's Server"])).toEqual(says(''))
  expect(call(guest, ['hostnamectl', '--pretty'])).toEqual(says("Alice's Server\n"))
  expect(call(guest, ['hostnamectl', 'hostname'])).toEqual(says('alices-server\n'))
  expect(call(guest, ['hostnamectl', 'hostname', 'x'], { user: 'nobody' })).toEqual(
    says('', 'Could not set static hostname: Interactive authentication required.\n', 1),
  )
  expect(call(guest, ['hostnamectl', 'frob'])).toEqual(says('', 'Unknown command verb frob.\n', 1))
})

test('timedatectl shows the clocks', () => {
  expect(call(debian(), ['timedatectl'])).toEqual(
    says(`               Local time: Thu 2026-01-01 00:00:00 UTC
           Universal time: Thu 2026-01-01 00:00:00 UTC
                 RTC time: Thu 2026-01-01 00:00:00
                Time zone: Etc/UTC (UTC, +0000)
System clock synchronized: yes
              NTP service: active
          RTC in local TZ: no
`),
  )
})

test('timedatectl sets the time once nobody else does, and the zone', () => {
  const guest = debian()
  expect(call(guest, ['timedatectl', 'set-time', '2026-05-01 12:00:00'])).toEqual(
    says('', 'Failed to set time: Automatic time synchronization is enabled\n', 1),
  )
  expect(call(guest, ['timedatectl', 'set-ntp', 'false'])).toEqual(says(''))
  expect(guest.services.get('systemd-timesyncd')).toMatchObject({ active: 'inactive', fileState: 'disabled' })
  expect(call(guest, ['timedatectl', 'set-timezone', 'Europe/Prague'])).toEqual(says(''))
  expect(call(guest, ['timedatectl', 'set-time', '2026-05-01 12:00:00'])).toEqual(says(''))
  expect([guest.clock.now(), guest.clock.rtc()]).toEqual([1_777_629_600_000_000_000n, 1_777_629_600_000_000_000n])
  expect(call(guest, ['timedatectl', 'show', '-p', 'Timezone', '-p', 'NTP', '-p', 'TimeUSec'])).toEqual(
    says('Timezone=Europe/Prague\nNTP=no\nTimeUSec=Fri 2026-05-01 12:00:00 CEST\n'),
  )
  expect(call(guest, ['timedatectl', 'set-timezone', 'Mars/Base'])).toEqual(
    says('', "Failed to set time zone: Invalid or not installed time zone 'Mars/Base'\n", 1),
  )
})

test('loginctl lists who is logged in', () => {
  const guest = new Guest(load('default').guest)
  expect(call(guest, ['loginctl'])).toEqual(
    says(`SESSION  UID USER  SEAT  TTY
      1    0 root  seat0 tty1
      2 1000 alice       pts/0
      3 1000 alice       pts/1

3 sessions listed.
`),
  )
  expect(call(guest, ['loginctl', '--no-legend', 'list-users'])).toEqual(says('   0 root  no\n1000 alice no\n'))
  expect(call(guest, ['loginctl', 'show-session', '2', '-p', 'Name', '-p', 'RemoteHost', '--value'])).toEqual(
    says('alice\n192.168.122.1\n'),
  )
  expect(call(guest, ['loginctl', 'show-session', '9'])).toEqual(
    says('', "Failed to get session path: No session '9' known\n", 1),
  )
  expect(call(debian(), ['loginctl'])).toEqual(says('No sessions.\n'))
})

test('logger writes to the journal', () => {
  const guest = programGuest()
  expect(call(guest, ['logger', '-t', 'backup', '-p', 'local0.err', 'disk', 'full'])).toEqual(says(''))
  expect(call(guest, ['logger'], { stdin: 'one\n\ntwo\n' })).toEqual(says(''))
  const shown = guest.journal.entries
    .slice(-4)
    .map(({ identifier, priority, message }) => [identifier, priority, message])
  expect(shown).toEqual([
    ['backup', 3, 'disk full'],
    ['root', 5, 'one'],
    ['root', 5, ''],
    ['root', 5, 'two'],
  ])
  expect(call(guest, ['logger', '-s', '--id=7', 'x'])).toEqual(says('', '<13>Jan  1 00:00:00 root[7]: x\n'))
  expect(call(guest, ['logger', '-p', 'foo.bar', 'x'])).toEqual(says('', 'logger: unknown facility name: foo\n', 1))
  expect(call(guest, ['logger', '-n', 'host', 'x'])).toEqual(says('', "logger: mockvm doesn't do -n yet\n", 1))
})

test('systemd-detect-virt knows KVM and no container', () => {
  expect(call(programGuest(), ['systemd-detect-virt'])).toEqual(says('kvm\n'))
  expect(call(programGuest(), ['systemd-detect-virt', '-c'])).toEqual(says('none\n', '', 1))
  expect(call(programGuest(), ['systemd-detect-virt', '-q', '--vm'])).toEqual(says(''))
})

test('systemd-run is refused', () => {
  expect(call(programGuest(), ['systemd-run'])).toEqual(says('', 'Command line to execute required.\n', 1))
  expect(call(programGuest(), ['systemd-run', 'sleep', '5'])).toEqual(
    says('', "systemd-run: mockvm doesn't do transient units yet\n", 1),
  )
})

test('a shutdown is in the journal', () => {
  const guest = debian()
  call(guest, ['systemctl', 'poweroff'])
  expect(guest.journal.entries.at(-1)).toMatchObject({
    identifier: 'systemd-logind',
    message: 'The system will power off now!',
  })
})

test('--version is that of the package', () => {
  expect(call(debian(), ['systemctl', '--version'])).toEqual(says('systemd 252 (252.39-1~deb12u2)\n'))
  expect(call(new Guest(load('fedora-42').guest), ['journalctl', '--version'])).toEqual(
    says('systemd 257 (257.9-2.fc42)\n'),
  )
})
