import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { exec } from './exec.js'
import { debian, programGuest } from './guest.js'
import vectors from './vectors/versions.json' with { type: 'json' }

const guest = new Guest(debian)

test.each(vectors)('$line says its version as the real one does', ({ line, first }) => {
  const { stdout, stderr, exitCode } = exec(guest, line.split(' '))
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: `${first}\n`, stderr: '', exitCode: 0 })
})

test('a guest that has none of the GNU tools still refuses to tell a version', () => {
  const other = programGuest({ builtins: ['/usr/bin/ls'] })
  expect(exec(other, ['/usr/bin/ls', '--version'])).toEqual({
    stdout: '',
    stderr: "/usr/bin/ls: mockvm doesn't do --version yet\n",
    exitCode: 2,
  })
})

test('an argument of a script or of find is none of bash or find', () => {
  expect(exec(guest, ['bash', '-c', 'echo "$1"', 'x', '--version']).stdout).toBe('--version\n')
  expect(exec(guest, ['find', '/etc/hostname', '-name', '--version'])).toEqual({ stdout: '', stderr: '', exitCode: 0 })
})

test('systemctl is-system-running --wait answers as without', () => {
  expect(exec(guest, ['systemctl', 'is-system-running', '--wait'])).toEqual(
    exec(guest, ['systemctl', 'is-system-running']),
  )
  expect(exec(guest, ['systemctl', 'start', 'cron', '--wait']).exitCode).toBe(1)
})

test('a shell knows whether it is a login shell', () => {
  const told = ['-lc', '-c'].map(option => exec(guest, ['bash', option, 'shopt -q login_shell']).exitCode)
  expect([...told, exec(guest, ['bash', '--login', '-c', 'shopt -q login_shell']).exitCode]).toEqual([0, 1, 0])
})

test('apt-get writes both of its streams in the order in which it comes to things', () => {
  const fresh = new Guest(debian)
  const { stdout } = exec(fresh, ['bash', '-c', 'apt-get install -y nginx 2>&1'])
  const lines = stdout.split('\n')
  expect(lines[0]).toBe('Reading package lists...')
  expect(lines.at(-3)).toMatch(/^Setting up nginx /)
  expect(lines.at(-2)).toMatch(/^Created symlink /)
})

test('apt-get reads one answer, and leaves the rest to others', () => {
  const fresh = new Guest(debian)
  exec(fresh, ['apt-get', 'install', '-y', 'nginx'])
  const { stdout, stderr, exitCode } = exec(fresh, ['bash', '-c', 'yes | apt-get remove nginx | tail -n 1'])
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(stdout).toMatch(/^Removing nginx /)
  expect(
    exec(fresh, [
      'bash',
      '-c',
      "apt-get install -y nginx >/dev/null 2>&1; (apt-get remove nginx > /dev/null; cat) <<< $'y\\nrest'",
    ]).stdout,
  ).toBe('rest\n')
})
