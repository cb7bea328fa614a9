import { describe, expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { plainUnit } from '../../../../src/guest/services/systemd-units.js'
import { load } from '../../../scenario/vocabulary.js'
import { programGuest, run } from '../guest.js'

const SSH = plainUnit('ssh.service', 'OpenBSD Secure Shell server', {
  aliases: ['sshd.service'],
  fileState: 'enabled',
  type: 'notify',
  command: ['/usr/sbin/sshd', '-D'],
  process: 'sshd: /usr/sbin/sshd -D [listener]',
  documentation: ['man:sshd(8)', 'man:sshd_config(5)'],
  canReload: true,
})
const STOPPED = { active: 'inactive', sub: 'dead' } as const
const UNITS = [
  SSH,
  plainUnit('backup.timer', 'Backup every night', {
    fileState: 'enabled',
    timer: { unit: 'backup.service', every: 7_200_000_000_000n },
  }),
  plainUnit('backup.service', 'Backup', { ...STOPPED, type: 'oneshot' }),
  plainUnit('db.service', 'Database', {
    fileState: 'enabled',
    active: 'failed',
    sub: 'failed',
    ending: { exitCode: 2 },
    command: ['/usr/bin/db'],
  }),
  plainUnit('masked.service', 'Masked', { ...STOPPED, fileState: 'masked' }),
  plainUnit('off.service', 'Off', { ...STOPPED, fileState: 'disabled', command: ['/usr/bin/off'] }),
  plainUnit('broken.service', 'Broken', {
    ...{ ...STOPPED, fileState: 'disabled' as const, command: ['/usr/bin/broken'], type: 'notify' as const },
    startError: { exitCode: 1, message: 'bad configuration' },
  }),
  plainUnit('slow.service', 'Slow', { ...STOPPED, command: ['/usr/bin/slow'], startTime: 4_000_000_000n }),
]

const unitGuest = () => programGuest({ units: UNITS })

/** What it printed, in UTF-8. */
function call(guest: Guest, line: string, surroundings: Parameters<typeof run>[2] = {}) {
  const { stdout, stderr, exitCode } = run(guest, line.split(' '), surroundings)
  const utf8 = (text: string) => Buffer.from(text, 'latin1').toString('utf8')
  return { stdout: utf8(stdout), stderr: utf8(stderr), exitCode }
}

const says = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode })

describe('states', () => {
  test.each([
    ['is-active ssh', says('active\n')],
    ['is-active sshd.service off', says('active\ninactive\n')],
    ['is-active off nope', says('inactive\ninactive\n', '', 3)],
    ['is-active -q db', says('', '', 3)],
    ['is-failed db', says('failed\n')],
    ['is-failed ssh', says('active\n', '', 1)],
    ['is-enabled ssh off', says('enabled\ndisabled\n')],
    ['is-enabled sshd', says('alias\n')],
    ['is-enabled backup', says('static\n')],
    ['is-enabled off masked', says('disabled\nmasked\n', '', 1)],
    ['is-enabled nope', says('', 'Failed to get unit file state for nope.service: No such file or directory\n', 1)],
    ['is-system-running', says('degraded\n', '', 1)],
    ['get-default', says('graphical.target\n')],
    ['daemon-reload', says('')],
    ['frob', says('', 'Unknown command verb frob.\n', 1)],
    ['is-active', says('', 'Too few arguments.\n', 1)],
    ['--frob', says('', "systemctl: unrecognized option '--frob'\n", 1)],
    ['list-jobs', says('', "systemctl: mockvm doesn't do list-jobs yet\n", 1)],
    ['--user status', says('', "systemctl: mockvm doesn't do --user yet\n", 1)],
  ])('systemctl %s', (line, expected) => {
    expect(call(unitGuest(), `systemctl ${line}`)).toEqual(expected)
  })
})

describe('starting and stopping', () => {
  test.each([
    ['start nope', 'Failed to start nope.service: Unit nope.service not found.\n', 5],
    ['stop nope', 'Failed to stop nope.service: Unit nope.service not loaded.\n', 5],
    ['restart nope.timer', 'Failed to restart nope.timer: Unit nope.timer not found.\n', 5],
    ['start masked', 'Failed to start masked.service: Unit masked.service is masked.\n', 1],
    ['reload off', 'Failed to reload off.service: Job type reload is not applicable for unit off.service.\n', 3],
    [
      'start broken',
      'Job for broken.service failed because the control process exited with error code.\n' +
        'See "systemctl status broken.service" and "journalctl -xeu broken.service" for details.\n',
      1,
    ],
    ['start off', '', 0],
    ['stop ssh off', '', 0],
    ['try-restart off', '', 0],
    ['reload-or-restart ssh', '', 0],
    ['--no-block start broken', '', 0],
    ['kill -s HUP ssh', '', 0],
  ])('systemctl %s', (line, stderr, exitCode) => {
    expect(call(unitGuest(), `systemctl ${line}`)).toEqual(says('', stderr, exitCode))
  })

  test('is for root', () => {
    expect(call(unitGuest(), 'systemctl stop ssh', { user: 'nobody' })).toEqual(
      says(
        '',
        'Failed to stop ssh.service: Interactive authentication required.\n' +
          "See system logs and 'systemctl status ssh.service' for details.\n",
        1,
      ),
    )
  })

  test('takes as long as the unit takes', () => {
    expect(run(unitGuest(), ['systemctl', 'start', 'slow']).duration).toBe(4_000_000_000n)
    expect(run(unitGuest(), ['systemctl', '--no-block', 'start', 'slow']).duration).toBe(0n)
  })

  test("leaves the agent's own unit to the host", () => {
    expect(call(new Guest(load('debian-12').guest), 'systemctl restart qemu-guest-agent')).toEqual(
      says('', 'systemctl: mockvm leaves the agent that runs this to the host, which can stop and start it\n', 1),
    )
  })

  test('clears what has failed', () => {
    const guest = unitGuest()
    expect(call(guest, 'systemctl reset-failed db')).toEqual(says(''))
    expect(call(guest, 'systemctl is-system-running')).toEqual(says('running\n'))
  })
})

test('enable, disable, mask and unmask tell which links they make and remove', () => {
  const guest = unitGuest()
  const link = 'Created symlink /etc/systemd/system'
  const enabled =
    `${link}/sshd.service → /lib/systemd/system/ssh.service.\n` +
    `${link}/multi-user.target.wants/ssh.service → /lib/systemd/system/ssh.service.\n`
  const disabled =
    'Removed "/etc/systemd/system/multi-user.target.wants/ssh.service".\nRemoved "/etc/systemd/system/sshd.service".\n'
  expect(call(guest, 'systemctl enable ssh')).toEqual(says(''))
  expect(call(guest, 'systemctl disable --now ssh')).toEqual(says('', disabled))
  expect(call(guest, 'systemctl is-active ssh')).toEqual(says('inactive\n', '', 3))
  expect(call(guest, 'systemctl enable --now ssh')).toEqual(says('', enabled))
  expect(call(guest, 'systemctl is-active ssh')).toEqual(says('active\n'))
  expect(call(guest, 'systemctl mask off', { env: { LANG: 'C' } })).toEqual(
    says('', `${link}/off.service -> /dev/null.\n`),
  )
  expect(call(guest, 'systemctl enable off')).toEqual(
    says('', 'Failed to enable unit: Unit file /etc/systemd/system/off.service is masked.\n', 1),
  )
  expect(call(guest, 'systemctl unmask off')).toEqual(says('', 'Removed "/etc/systemd/system/off.service".\n'))
  expect(call(guest, 'systemctl enable nope')).toEqual(
    says('', 'Failed to enable unit: Unit file nope.service does not exist.\n', 1),
  )
  expect(call(guest, 'systemctl mask -q nope')).toEqual(says(''))
  expect(call(guest, 'systemctl start nope')).toEqual(
    says('', 'Failed to start nope.service: Unit nope.service is masked.\n', 1),
  )
})

test('status of a unit that runs shows its process and what the journal has of it', () => {
  expect(call(unitGuest(), 'systemctl status ssh')).toEqual(
    says(`● ssh.service - OpenBSD Secure Shell server
     Loaded: loaded (/lib/systemd/system/ssh.service; enabled; preset: enabled)
     Active: active (running) since Wed 2025-12-31 23:59:01 UTC; 58s ago
       Docs: man:sshd(8)
             man:sshd_config(5)
   Main PID: 3 (sshd)
      Tasks: 1 (limit: 614)
     Memory: 7.3M
        CPU: 182ms
     CGroup: /system.slice/ssh.service
             └─3 "sshd: /usr/sbin/sshd -D [listener]"

Dec 31 23:59:01 localhost systemd[1]: Starting ssh.service - OpenBSD Secure Shell server...
Dec 31 23:59:01 localhost systemd[1]: Started ssh.service - OpenBSD Secure Shell server.
`),
  )
})

test('status of one that was stopped tells how long it ran', () => {
  const guest = unitGuest()
  call(guest, 'systemctl stop ssh')
  const { stdout } = call(guest, 'systemctl status ssh -n 0')
  expect(stdout.split('\n').slice(2, 5)).toEqual([
    '     Active: inactive (dead) since Thu 2026-01-01 00:00:00 UTC; now',
    '   Duration: 58.065s',
    '       Docs: man:sshd(8)',
  ])
})

test('status of one that failed, of one that is masked, and of none', () => {
  const guest = unitGuest()
  call(guest, 'systemctl start broken')
  expect(call(guest, 'systemctl status broken masked nope -n 1')).toEqual(
    says(
      `× broken.service - Broken
     Loaded: loaded (/lib/systemd/system/broken.service; disabled; preset: enabled)
     Active: failed (Result: exit-code) since Thu 2026-01-01 00:00:00 UTC; now
    Process: 5 ExecStart=/usr/bin/broken (code=exited, status=1/FAILURE)
   Main PID: 5 (code=exited, status=1/FAILURE)
        CPU: 183ms

Jan 01 00:00:00 localhost systemd[1]: Failed to start broken.service - Broken.

○ masked.service - Masked
     Loaded: masked (Reason: Unit masked.service is masked.)
     Active: inactive (dead)
`,
      'Unit nope.service could not be found.\n',
      4,
    ),
  )
})

test('list-units shows what is loaded and not inactive, in columns, with a legend', () => {
  const guest = unitGuest()
  expect(call(guest, 'systemctl list-units --type=service,timer')).toEqual(
    says(`  UNIT         LOAD   ACTIVE SUB     DESCRIPTION
  backup.timer loaded active waiting Backup every night
● db.service   loaded failed failed  Database
  ssh.service  loaded active running OpenBSD Secure Shell server

LOAD   = Reflects whether the unit definition was properly loaded.
ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
SUB    = The low-level unit activation state, values depend on unit type.
3 loaded units listed. Pass --all to see loaded but inactive units, too.
To show all installed unit files use 'systemctl list-unit-files'.
`),
  )
  expect(call(guest, 'systemctl list-units --no-legend --plain --state=failed')).toEqual(
    says('db.service loaded failed failed Database\n'),
  )
  expect(call(guest, 'systemctl list-units nope*')).toEqual(
    says(`  UNIT LOAD ACTIVE SUB DESCRIPTION
0 loaded units listed. Pass --all to see loaded but inactive units, too.
To show all installed unit files use 'systemctl list-unit-files'.
`),
  )
  expect(call(guest, 'systemctl --failed')).toEqual(
    says(`  UNIT       LOAD   ACTIVE SUB    DESCRIPTION
● db.service loaded failed failed Database

LOAD   = Reflects whether the unit definition was properly loaded.
ACTIVE = The high-level unit activation state, i.e. generalization of SUB.
SUB    = The low-level unit activation state, values depend on unit type.
1 loaded units listed.
`),
  )
})

test('list-unit-files', () => {
  expect(call(unitGuest(), 'systemctl list-unit-files b* s*.service masked.service')).toEqual(
    says(`UNIT FILE                    STATE    PRESET
backup.service               static   -
broken.service               disabled enabled
masked.service               masked   enabled
slow.service                 static   -
ssh.service                  enabled  enabled
sshd.service                 alias    -
systemd-hibernate.service    static   -
systemd-hybrid-sleep.service static   -
systemd-suspend.service      static   -
basic.target                 static   -
backup.timer                 enabled  enabled

11 unit files listed.
`),
  )
})

test('list-timers', () => {
  const guest = unitGuest()
  guest.clock.advance(3_600_000_000_000n)
  expect(call(guest, 'systemctl list-timers')).toEqual(
    says(`NEXT                        LEFT       LAST PASSED UNIT         ACTIVATES
Thu 2026-01-01 01:59:01 UTC 59min left -    -      backup.timer backup.service

1 timers listed.
Pass --all to see loaded but inactive timers, too.
`),
  )
})

test.each([
  ['show ssh -p SubState,MainPID,ActiveState', 'MainPID=3\nActiveState=active\nSubState=running\n'],
  ['show --value -p LoadState nope', 'not-found\n'],
  ['show -P UnitFileState off ssh', 'disabled\n\nenabled\n'],
  ['show db -p ExecMainStatus -p Result', 'Result=exit-code\nExecMainStatus=2\n'],
  ['show -p SystemState', 'SystemState=degraded\n'],
])('systemctl %s', (line, stdout) => {
  expect(call(unitGuest(), `systemctl ${line}`)).toEqual(says(stdout))
})

test('cat shows the file, or what it would say', () => {
  const guest = unitGuest()
  expect(call(guest, 'systemctl cat off')).toEqual(
    says(`# /lib/systemd/system/off.service
[Unit]
Description=Off

[Service]
ExecStart=/usr/bin/off

[Install]
WantedBy=multi-user.target
`),
  )
  guest.files.mkdir('/lib/systemd/system', { recursive: true })
  guest.files.writeFile('/lib/systemd/system/off.service', 'mine\n')
  expect(call(guest, 'systemctl cat off')).toEqual(says('# /lib/systemd/system/off.service\nmine\n'))
  expect(call(guest, 'systemctl cat nope')).toEqual(says('', 'No files found for nope.service.\n', 1))
})
