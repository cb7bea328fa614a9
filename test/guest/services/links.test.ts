/** Links and files of units that somebody makes or takes away by hand. */
import { beforeEach, expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { exec } from '../programs/exec.js'
import { debian } from '../programs/guest.js'

const FOLDER = '/etc/systemd/system'
let guest: Guest

beforeEach(() => {
  guest = new Guest(debian)
})

const systemctl = (...args: string[]) => exec(guest, ['/usr/bin/systemctl', ...args])
const says = (stdout: string, exitCode = 0) => ({ stdout, stderr: '', exitCode })
const fails = (stderr: string, exitCode = 1) => ({ stdout: '', stderr, exitCode })

test('a link to /dev/null masks', () => {
  guest.files.symlink('/dev/null', `${FOLDER}/cron.service`)
  systemctl('daemon-reload')
  expect(systemctl('is-enabled', 'cron')).toEqual(says('masked\n', 1))
  expect(systemctl('start', 'cron')).toEqual(fails('Failed to start cron.service: Unit cron.service is masked.\n'))
  expect(systemctl('unmask', 'cron')).toEqual({ ...fails(`Removed "${FOLDER}/cron.service".\n`), exitCode: 0 })
  expect(guest.files.exists(`${FOLDER}/cron.service`)).toBe(false)
  expect(systemctl('is-enabled', 'cron')).toEqual(says('enabled\n'))
})

test('without its links a unit is disabled, and has no other name', () => {
  guest.files.unlink(`${FOLDER}/multi-user.target.wants/ssh.service`)
  expect(systemctl('is-enabled', 'ssh')).toEqual(says('enabled\n'))
  guest.files.unlink(`${FOLDER}/sshd.service`)
  expect(systemctl('is-enabled', 'ssh')).toEqual(says('disabled\n', 1))
  expect(systemctl('is-enabled', 'sshd')).toEqual(
    fails('Failed to get unit file state for sshd.service: No such file or directory\n'),
  )
  expect(systemctl('list-unit-files', '--no-legend', 'ssh*').stdout).toMatch(/^ssh.service +disabled +enabled\n$/)
  guest.reboot()
  expect(guest.services.get('ssh')).toMatchObject({ active: 'inactive', fileState: 'disabled' })
  systemctl('enable', 'ssh')
  expect(systemctl('is-enabled', 'ssh', 'sshd')).toEqual(says('enabled\nalias\n'))
})

test('a link of another name is an alias, for as long as it is there', () => {
  const unit = '[Service]\nExecStart=/bin/sleep 1000\n[Install]\nAlias=foo.service\n'
  guest.files.writeFile(`${FOLDER}/al.service`, unit)
  expect(systemctl('is-active', 'foo')).toEqual(says('inactive\n', 3))
  expect(systemctl('start', 'foo')).toEqual(fails('Failed to start foo.service: Unit foo.service not found.\n', 5))
  systemctl('enable', 'al')
  expect(systemctl('start', 'foo')).toEqual(says(''))
  expect(systemctl('is-active', 'al')).toEqual(says('active\n'))
  systemctl('disable', 'al')
  expect(systemctl('is-enabled', 'foo').exitCode).toBe(1)
  guest.files.symlink(`${FOLDER}/al.service`, `${FOLDER}/bar.service`)
  systemctl('daemon-reload')
  expect(guest.services.get('bar')?.name).toBe('al.service')
  expect(guest.services.list().filter(({ name }) => name === 'bar.service')).toEqual([])
})

test.each([
  ['x', `${FOLDER}/x.service`],
  ['cron', '/lib/systemd/system/cron.service'],
])('a unit whose file is gone is known until it stops: %s', (name, path) => {
  guest.files.writeFile(`${FOLDER}/x.service`, '[Service]\nExecStart=/bin/sleep 1000\n')
  systemctl('start', name)
  guest.files.unlink(path)
  systemctl('daemon-reload')
  expect(systemctl('status', '-n0', name).stdout).toContain(
    `     Loaded: not-found (Reason: Unit ${name}.service not found.)\n     Active: active (running)`,
  )
  expect(systemctl('restart', name)).toEqual(
    fails(`Failed to restart ${name}.service: Unit ${name}.service not found.\n`, 5),
  )
  expect(systemctl('stop', name)).toEqual(says(''))
  expect(systemctl('status', name)).toEqual(fails(`Unit ${name}.service could not be found.\n`, 4))
  const snapshot = guest.services.snapshot()
  guest.services.restore(snapshot)
  expect(guest.services.get(name)).toBe(undefined)
  guest.reboot()
  expect(guest.services.get(name)).toBe(undefined)
  expect(guest.processes.list().some(({ argv }) => argv[0] === '/usr/sbin/cron')).toBe(name !== 'cron')
})

test('what is masked without being there is forgotten when it is unmasked', () => {
  systemctl('mask', 'nosuch')
  expect(guest.files.readlink(`${FOLDER}/nosuch.service`)).toBe('/dev/null')
  expect(systemctl('is-enabled', 'nosuch')).toEqual(says('masked\n', 1))
  systemctl('unmask', 'nosuch')
  expect(systemctl('is-enabled', 'nosuch').stderr).toBe(
    'Failed to get unit file state for nosuch.service: No such file or directory\n',
  )
})

test('timedatectl makes the links of what it enables', () => {
  const link = `${FOLDER}/sysinit.target.wants/systemd-timesyncd.service`
  exec(guest, ['/usr/bin/timedatectl', 'set-ntp', 'false'])
  expect(guest.files.exists(link)).toBe(false)
  exec(guest, ['/usr/bin/timedatectl', 'set-ntp', 'true'])
  expect(guest.files.readlink(link)).toBe('/lib/systemd/system/systemd-timesyncd.service')
})
