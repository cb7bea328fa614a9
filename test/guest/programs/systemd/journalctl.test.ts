import { expect, test } from 'vitest'
import { programGuest, run } from '../guest.js'

/** A guest with nothing in its journal but these lines; the first two are of the boot before. */
function journalGuest() {
  const guest = programGuest()
  guest.journal.restore({ entries: [], written: 0 })
  guest.journal.log({
    identifier: 'kernel',
    transport: 'kernel',
    priority: 3,
    message: 'I/O error',
    at: guest.clock.now(),
  })
  guest.journal.log({ identifier: 'db', pid: 7, unit: 'db.service', message: 'ready' })
  guest.reboot()
  guest.journal.restore({ ...guest.journal.snapshot(), entries: guest.journal.entries.slice(0, 2) })
  guest.setTime(1_767_272_400_000_000_000n)
  guest.journal.log({
    identifier: 'sshd',
    pid: 9,
    unit: 'ssh.service',
    priority: 6,
    message: 'Accepted password for root',
  })
  guest.clock.advance(60_000_123_000n)
  guest.journal.log({
    identifier: 'systemd',
    pid: 1,
    about: 'db.service',
    priority: 3,
    message: 'Failed to start db.\nSee it.',
  })
  return guest
}

function call(line: readonly string[], env = {}) {
  const { duration: _, ...ran } = run(journalGuest(), ['journalctl', ...line], { env })
  return ran
}

const says = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode })
const ID = journalGuest().bootId.replaceAll('-', '')

test('everything, with a line where another boot begins, and lines of one message below each other', () => {
  expect(call([])).toEqual(
    says(`Jan 01 00:00:00 localhost kernel: I/O error
Jan 01 00:00:00 localhost db[7]: ready
-- Boot ${ID} --
Jan 01 13:00:00 localhost sshd[9]: Accepted password for root
Jan 01 13:01:00 localhost systemd[1]: Failed to start db.
                                      See it.
`),
  )
})

test.each<[string[], string]>([
  [['-u', 'ssh', '-o', 'cat'], 'Accepted password for root\n'],
  [['-u', 'db', '-o', 'cat'], 'ready\nFailed to start db.\nSee it.\n'],
  [['-b', '-t', 'sshd', '-o', 'short-iso'], '2026-01-01T13:00:00+0000 localhost sshd[9]: Accepted password for root\n'],
  [['-b', '-1', '-o', 'cat'], 'I/O error\nready\n'],
  [['-k', '-b', '-1', '-o', 'cat'], 'I/O error\n'],
  [['-k'], '-- No entries --\n'],
  [['-p', 'err', '-o', 'cat'], 'I/O error\nFailed to start db.\nSee it.\n'],
  [['-p', 'warning..info', '-o', 'cat'], 'ready\nAccepted password for root\n'],
  [
    ['-n', '1', '-o', 'short-precise'],
    `Jan 01 13:01:00.000123 localhost systemd[1]: Failed to start db.\n${' '.repeat(45)}See it.\n`,
  ],
  [
    ['-n1', '--no-pager', '-q', '-o', 'short-unix', '-u', 'ssh'],
    '1767272400.000000 localhost sshd[9]: Accepted password for root\n',
  ],
  [['-r', '-b', '-o', 'cat', '-n', '2'], 'Failed to start db.\nSee it.\nAccepted password for root\n'],
  [['--since', '-30s', '-o', 'cat'], 'Failed to start db.\nSee it.\n'],
  [['-S', '2026-01-01 13:00:00', '-U', '2026-01-01 13:00:30', '-o', 'cat'], 'Accepted password for root\n'],
  [['-g', 'accepted', '-o', 'cat'], 'Accepted password for root\n'],
  [['_PID=9', '_PID=7', '-o', 'cat'], 'ready\nAccepted password for root\n'],
  [['-F', '_SYSTEMD_UNIT'], 'db.service\nssh.service\ninit.scope\n'],
  [['--disk-usage'], 'Archived and active journals take up 8.0M in the file system.\n'],
  [['-u', 'nope'], '-- No entries --\n'],
  [['-n', '0'], ''],
])('journalctl %j', (line, stdout) => {
  expect(call(line)).toEqual(says(stdout))
})

test.each<[string[], string]>([
  [['--since', 'nonsense'], 'Failed to parse timestamp: nonsense\n'],
  [['-p', 'bad'], 'Unknown log level bad\n'],
  [['-o', 'bad'], "Unknown output format 'bad'.\n"],
  [['--bad'], "journalctl: unrecognized option '--bad'\n"],
  [['foo'], "Failed to add match 'foo': Invalid argument\n"],
  [['-n', 'x'], "Failed to add match 'x': Invalid argument\n"],
  [['-f'], "journalctl: mockvm doesn't do -f yet\n"],
])('journalctl %j is refused', (line, stderr) => {
  expect(call(line)).toEqual(says('', stderr, 1))
})

test('times are those of the zone', () => {
  expect(call(['-u', 'ssh'], { TZ: 'Europe/Prague' }).stdout).toBe(
    'Jan 01 14:00:00 localhost sshd[9]: Accepted password for root\n',
  )
})

test('JSON has an object a line, all values text', () => {
  const [line = ''] = call(['-u', 'ssh', '-o', 'json']).stdout.split('\n')
  const { __CURSOR, _MACHINE_ID, ...entry } = JSON.parse(line)
  expect(__CURSOR).toMatch(/^s=[0-9a-f]{32};i=[0-9a-f]+;b=[0-9a-f]{32};m=[0-9a-f]+;t=[0-9a-f]+;x=[0-9a-f]+$/)
  expect(_MACHINE_ID).toMatch(/^[0-9a-f]{32}$/)
  expect(entry).toEqual({
    __REALTIME_TIMESTAMP: '1767272400000000',
    __MONOTONIC_TIMESTAMP: '0',
    _BOOT_ID: ID,
    _HOSTNAME: 'localhost',
    PRIORITY: '6',
    _TRANSPORT: 'journal',
    SYSLOG_IDENTIFIER: 'sshd',
    _PID: '9',
    _UID: '0',
    _COMM: 'sshd',
    _SYSTEMD_UNIT: 'ssh.service',
    SYSLOG_FACILITY: '3',
    MESSAGE: 'Accepted password for root',
  })
})

test('the boots that there are', () => {
  const { stdout } = call(['--list-boots'])
  expect(stdout.split('\n').map(line => line.replace(/[0-9a-f]{32}/, 'ID'))).toEqual([
    `IDX BOOT ID                          FIRST ENTRY                 LAST ENTRY`,
    ' -1 ID Thu 2026-01-01 00:00:00 UTC Thu 2026-01-01 00:00:00 UTC',
    '  0 ID Thu 2026-01-01 13:00:00 UTC Thu 2026-01-01 13:01:00 UTC',
    '',
  ])
})
