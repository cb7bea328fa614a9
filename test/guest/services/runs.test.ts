/** Units whose files are written into the guest: what they execute, and what systemd says of it. */
import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { exec } from '../programs/exec.js'
import { debian } from '../programs/guest.js'

const FOLDER = '/etc/systemd/system'

interface Given {
  readonly units?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
}

function guestWith({ units = {}, scripts = {} }: Given): Guest {
  const guest = new Guest(debian)
  for (const [name, text] of Object.entries(units)) guest.files.writeFile(`${FOLDER}/${name}.service`, text)
  for (const [name, text] of Object.entries(scripts)) {
    guest.files.writeFile(`/usr/local/bin/${name}`, `#!/bin/sh\n${text}`, { mode: 0o755 })
  }
  return guest
}

const systemctl = (guest: Guest, ...args: string[]) => exec(guest, ['/usr/bin/systemctl', ...args])
const quiet = (stdout = '', exitCode = 0) => ({ stdout, stderr: '', exitCode })

const messages = (guest: Guest, name: string) =>
  guest.journal.entries.filter(({ unit, about }) => unit === name || about === name).map(({ message }) => message)

const speakers = (guest: Guest, name: string) =>
  guest.journal.entries.filter(({ unit }) => unit === name).map(it => `${it.identifier}: ${it.message}`)

test('a oneshot that remains is active when its command has ended', () => {
  const guest = guestWith({
    units: {
      one: '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
    },
  })
  expect(systemctl(guest, 'enable', '--now', 'one')).toEqual({
    stdout: '',
    stderr: `Created symlink ${FOLDER}/multi-user.target.wants/one.service -> ${FOLDER}/one.service.\n`,
    exitCode: 0,
  })
  expect(systemctl(guest, 'is-active', 'one')).toEqual(quiet('active\n'))
  expect(guest.services.get('one')).toMatchObject({ active: 'active', sub: 'exited' })
  expect(guest.files.readlink(`${FOLDER}/multi-user.target.wants/one.service`)).toBe(`${FOLDER}/one.service`)
  systemctl(guest, 'disable', '--now', 'one')
  expect(guest.services.get('one')).toMatchObject({ active: 'inactive', sub: 'dead', fileState: 'disabled' })
  expect(guest.files.exists(`${FOLDER}/multi-user.target.wants/one.service`)).toBe(false)
})

test('systemctl waits for a oneshot, whose output is in the journal', () => {
  const guest = guestWith({
    units: {
      job:
        '[Service]\nType=oneshot\nEnvironment=FOO=bar "WHAT=a b"\nWorkingDirectory=/tmp\nUser=debian\n' +
        'ExecStartPre=/bin/echo before\nExecStart=job.sh one\nExecStart=/bin/echo $' +
        '{WHAT} $WHAT %n %% $$\n',
    },
    scripts: { 'job.sh': 'echo $1 $(id -un) $PWD $FOO $HOME\nsleep 2\n' },
  })
  const before = guest.clock.now()
  expect(systemctl(guest, 'start', 'job')).toEqual(quiet())
  expect(guest.clock.now() - before).toBe(2_000_000_000n)
  expect(guest.services.get('job')).toMatchObject({ active: 'inactive', sub: 'dead', result: 'success' })
  expect(speakers(guest, 'job.service')).toEqual([
    'echo: before',
    'job.sh: one debian /tmp bar /home/debian',
    'echo: a b a b job.service % $',
  ])
})

test('a program that there is not is a failure with 203', () => {
  const guest = guestWith({ units: { bad: '[Unit]\nDescription=Bad\n[Service]\nExecStart=/usr/bin/nosuch\n' } })
  expect(systemctl(guest, 'start', 'bad')).toEqual(quiet())
  expect(systemctl(guest, 'is-active', 'bad')).toEqual(quiet('failed\n', 3))
  expect(messages(guest, 'bad.service')).toEqual([
    'Started bad.service - Bad.',
    'bad.service: Failed to locate executable /usr/bin/nosuch: No such file or directory',
    'bad.service: Failed at step EXEC spawning /usr/bin/nosuch: No such file or directory',
    'bad.service: Main process exited, code=exited, status=203/EXEC',
    "bad.service: Failed with result 'exit-code'.",
  ])
})

test.each([
  ['[Service]\nUser=ghost\nExecStart=/bin/true\n', '217/USER'],
  ['[Service]\nWorkingDirectory=/nowhere\nExecStart=/bin/true\n', '200/CHDIR'],
  ['[Service]\nExecStart=/etc/hostname\n', '203/EXEC'],
])('%j fails with %s', (text, status) => {
  const guest = guestWith({ units: { bad: text } })
  systemctl(guest, 'start', 'bad')
  expect(messages(guest, 'bad.service')).toContain(`bad.service: Main process exited, code=exited, status=${status}`)
})

// As systemd-analyze verify of systemd 252 says it.
test.each([
  ['[Service]\nExecStrat=/x\nfoo\n', 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.'],
  ['[Service]\nRemainAfterExit=yes\n', 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.'],
  [
    '[Service]\nExecStop=/bin/true\n',
    'Service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set. Refusing.',
  ],
  [
    '[Service]\nExecStart=/bin/true\nExecStart=/bin/false\n',
    'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.',
  ],
  [
    '[Service]\nType=oneshot\nRestart=always\nExecStart=/bin/true\n',
    "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.",
  ],
  ['[Service]\nExecStart=relative/x\n', 'Unit configuration has fatal error, unit will not be started.'],
])('%j is refused', (text, reason) => {
  const guest = guestWith({ units: { w: text } })
  expect(systemctl(guest, 'start', 'w')).toEqual({
    stdout: '',
    stderr:
      'Failed to start w.service: Unit w.service has a bad unit file setting.\n' +
      "See system logs and 'systemctl status w.service' for details.\n",
    exitCode: 1,
  })
  expect(messages(guest, 'w.service')).toEqual([`w.service: ${reason}`])
  expect(systemctl(guest, 'show', '-P', 'LoadState', 'w').stdout).toBe('bad-setting\n')
})

test('a oneshot whose command fails is a job that failed', () => {
  const guest = guestWith({ units: { g: '[Service]\nType=oneshot\nExecStart=/bin/false\n' } })
  expect(systemctl(guest, 'start', 'g')).toEqual({
    stdout: '',
    stderr:
      'Job for g.service failed because the control process exited with error code.\n' +
      'See "systemctl status g.service" and "journalctl -xeu g.service" for details.\n',
    exitCode: 1,
  })
  expect(systemctl(guest, 'is-failed', 'g')).toEqual(quiet('failed\n'))
})

test('a failure that is ignored is none', () => {
  const guest = guestWith({
    units: { g: '[Service]\nType=oneshot\nExecStartPre=-/bin/false\nExecStart=-/usr/bin/nosuch\n' },
  })
  expect(systemctl(guest, 'start', 'g')).toEqual(quiet())
  expect(guest.services.get('g')).toMatchObject({ active: 'inactive', result: 'success' })
})

test('a service runs as long as its process, which gets TERM when it is stopped', () => {
  const guest = guestWith({
    units: {
      d: '[Service]\nExecStart=/usr/local/bin/d.sh\nExecReload=/bin/kill -HUP $MAINPID\nExecStop=/bin/echo stopping\n',
    },
    scripts: { 'd.sh': 'trap "echo bye; exit 0" TERM\ntrap "echo again" HUP\nwhile :; do sleep 1; done\n' },
  })
  systemctl(guest, 'start', 'd')
  const first = guest.services.get('d')?.mainPid
  expect(guest.processes.get(first ?? 0)?.argv).toEqual(['/bin/sh', '/usr/local/bin/d.sh'])
  expect(systemctl(guest, 'reload', 'd')).toEqual(quiet())
  guest.clock.advance(1_000_000_000n)
  expect(systemctl(guest, 'restart', 'd')).toEqual(quiet())
  expect(guest.services.get('d')).toMatchObject({ active: 'active', sub: 'running' })
  expect(guest.services.get('d')?.mainPid).not.toBe(first)
  expect(systemctl(guest, 'stop', 'd')).toEqual(quiet())
  expect(guest.services.get('d')).toMatchObject({ active: 'inactive', sub: 'dead' })
  expect(speakers(guest, 'd.service').filter(it => /again|bye|stopping/.test(it))).toEqual([
    'd.sh: again',
    'echo: stopping',
    'd.sh: bye',
    'echo: stopping',
    'd.sh: bye',
  ])
})

test('what ignores TERM is killed after a minute and a half', () => {
  const guest = guestWith({
    units: { d: '[Service]\nExecStart=/usr/local/bin/d.sh\n' },
    scripts: { 'd.sh': 'trap "" TERM\nwhile :; do sleep 1; done\n' },
  })
  systemctl(guest, 'start', 'd')
  systemctl(guest, 'stop', '--no-block', 'd')
  guest.services.stop('d')
  guest.clock.advance(89_000_000_000n)
  expect(guest.services.get('d')).toMatchObject({ active: 'deactivating', sub: 'stop-sigterm' })
  guest.clock.advance(2_000_000_000n)
  expect(guest.services.get('d')).toMatchObject({ active: 'failed', result: 'signal' })
})

test('a service that fails at once is started again five times in all', () => {
  const guest = guestWith({ units: { f: '[Service]\nRestart=on-failure\nExecStart=/bin/false\n' } })
  systemctl(guest, 'start', 'f')
  expect(guest.services.get('f')).toMatchObject({ active: 'activating', sub: 'auto-restart' })
  guest.clock.advance(5_000_000_000n)
  expect(guest.services.get('f')).toMatchObject({ active: 'failed', restarts: 4 })
  expect(messages(guest, 'f.service').slice(-3)).toEqual([
    'f.service: Start request repeated too quickly.',
    "f.service: Failed with result 'exit-code'.",
    'Failed to start f.service.',
  ])
})

test('what is enabled runs again after a reboot, and a link made by hand enables as well', () => {
  const guest = guestWith({
    units: {
      a: '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/touch /var/tmp/mark\n[Install]\nWantedBy=multi-user.target\n',
    },
  })
  guest.files.symlink(`${FOLDER}/a.service`, `${FOLDER}/multi-user.target.wants/a.service`)
  expect(systemctl(guest, 'is-enabled', 'a')).toEqual(quiet('enabled\n'))
  guest.reboot()
  guest.clock.advance(1n)
  expect(guest.services.get('a')).toMatchObject({ active: 'active', sub: 'exited' })
  expect(guest.files.exists('/var/tmp/mark')).toBe(true)
})

test('a file that adds to a unit is shown with it, and leaves the service as it was', () => {
  const guest = guestWith({})
  guest.files.mkdir(`${FOLDER}/ssh.service.d`)
  guest.files.writeFile(`${FOLDER}/ssh.service.d/limits.conf`, '[Service]\nLimitNOFILE=65536\n')
  systemctl(guest, 'daemon-reload')
  expect(systemctl(guest, 'restart', 'ssh')).toEqual(quiet())
  expect(systemctl(guest, 'reload', 'ssh')).toEqual(quiet())
  expect(guest.services.get('ssh')).toMatchObject({ active: 'active', sub: 'running' })
  expect(systemctl(guest, 'cat', 'ssh').stdout).toBe(
    `# /lib/systemd/system/ssh.service
[Unit]
Description=OpenBSD Secure Shell server
Documentation=man:sshd(8) man:sshd_config(5)

[Service]
Type=notify
ExecStart=/usr/sbin/sshd -D
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure

[Install]
WantedBy=multi-user.target
Alias=sshd.service

# ${FOLDER}/ssh.service.d/limits.conf
[Service]
LimitNOFILE=65536
`,
  )
})

test('a unit whose file has gone is forgotten, and one of the scenario is as it was', () => {
  const guest = guestWith({ units: { g: '[Service]\nExecStart=/bin/true\n' } })
  systemctl(guest, 'daemon-reload')
  const before = guest.services.get('cron')
  guest.files.unlink(`${FOLDER}/g.service`)
  systemctl(guest, 'daemon-reload')
  expect(guest.services.get('g')).toBe(undefined)
  expect(guest.services.get('cron')).toEqual(before)
})

test('a snapshot holds a service that only waits', () => {
  const guest = guestWith({ units: { s: '[Service]\nExecStart=/bin/sleep infinity\n' } })
  systemctl(guest, 'start', 's')
  const other = new Guest(debian)
  other.restore(guest.snapshot())
  other.processes.signal(other.services.get('s')?.mainPid ?? 0, 15)
  expect(other.services.get('s')).toMatchObject({ active: 'inactive', sub: 'dead' })
})
