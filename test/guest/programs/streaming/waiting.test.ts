/** Programs that wait for time, for each other, or for nothing at all. */
import { expect, test } from 'vitest'
import { toEnviron } from '../../../../src/guest/environ.js'
import type { Guest } from '../../../../src/guest/guest.js'
import { resultOf, runIn, treeGuest } from '../../shell/tools/tree.js'

const SECOND = 1_000_000_000n

function start(guest: Guest, argv: readonly string[]): number {
  const environ = toEnviron({ PATH: '/usr/bin' })
  const request = { environ, searchPath: '/usr/bin', cwd: '/w', user: 'root', capture: 'separated' as const }
  return guest.children.exec({ ...request, path: argv[0] ?? '', args: argv.slice(1) })
}

test('timeout ends what runs too long, and says so by 124', () => {
  const guest = treeGuest({})
  const pid = start(guest, ['timeout', '2', 'sleep', '10'])
  guest.clock.advance(SECOND)
  expect(guest.children.status(pid)?.ending).toBeUndefined()
  guest.clock.advance(SECOND)
  expect(guest.children.status(pid)?.ending).toEqual({ exitCode: 124 })
})

test('timeout ends as its child does when that was killed for good', () => {
  const guest = treeGuest({})
  const pid = start(guest, ['timeout', '-s', 'KILL', '1', 'sleep', '10'])
  guest.clock.advance(SECOND)
  expect(guest.children.status(pid)?.ending).toEqual({ signal: 9 })
})

test('tail -f shows what is written later, and ends when it is killed', () => {
  const guest = treeGuest({ log: 'one\n' })
  const pid = start(guest, ['tail', '-f', 'log'])
  guest.files.writeFile('/w/log', 'two\n', { append: true })
  guest.clock.advance(SECOND)
  guest.processes.signal(pid, 15)
  const child = guest.children.status(pid)
  expect(Buffer.from(child?.stdout.bytes ?? []).toString()).toBe('one\ntwo\n')
  expect(child?.ending).toEqual({ signal: 15 })
})

test('flock -n gives up while another process has the lock', () => {
  const guest = treeGuest({})
  const first = start(guest, ['flock', 'lock', 'sleep', '5'])
  expect(runIn(guest, ['flock', '-n', 'lock', 'echo', 'mine']).exitCode).toBe(1)
  const second = start(guest, ['flock', 'lock', 'echo', 'mine'])
  guest.clock.advance(6n * SECOND)
  expect(guest.children.status(first)?.ending).toEqual({ exitCode: 0 })
  expect(resultOf(guest, second)).toEqual({ stdout: 'mine\n', stderr: '', exitCode: 0 })
})

test('find -xdev and -exec run in the process of find', () => {
  const guest = treeGuest({ 'dir/a': 'x', 'dir/b': 'y' })
  expect(runIn(guest, ['find', 'dir', '-type', 'f', '-exec', 'cat', '{}', ';']).stdout).toBe('xy')
})

test('su and sudo change the user, and ask others than root for a password', () => {
  const guest = treeGuest({})
  expect(runIn(guest, ['runuser', '-u', 'nobody', 'whoami']).stdout).toBe('nobody\n')
  expect(runIn(guest, ['sudo', '-u', 'daemon', 'whoami']).stdout).toBe('daemon\n')
  expect(runIn(guest, ['sudo', '-n', 'whoami'], { user: 'nobody' })).toEqual({
    stdout: '',
    stderr: 'sudo: a password is required\n',
    exitCode: 1,
  })
})

test('what has no end is read no further than somebody wants it', () => {
  const guest = treeGuest({})
  const script = 'cat /dev/zero | head -c 3 | od -An -c; yes | head -2; yes | grep -q y && yes | sed 2q'
  expect(runIn(guest, ['bash', '-c', script])).toEqual({
    stdout: '  \\0  \\0  \\0\ny\ny\ny\ny\n',
    stderr: '',
    exitCode: 0,
  })
})

test.each([
  [`tail -f log | head -n 1; echo "\${PIPESTATUS[@]}"`, 'one\n141 0\n'],
  [
    `(sleep 0.3; echo READY; sleep 1) >> log & timeout 3 tail -n0 -F log | grep -m1 READY; echo "\${PIPESTATUS[@]}"`,
    'READY\n141 0\n',
  ],
  ['(trap "" PIPE; tail -f log; echo $? >&2) 2> status | head -n 1; sleep 1; cat status', 'one\n1\n'],
])('%s: tail -f ends when nobody reads it any more', (line, stdout) => {
  const guest = treeGuest({ log: 'one\n', run: line })
  const pid = start(guest, ['bash', 'run'])
  guest.clock.advance(2n * SECOND)
  expect(resultOf(guest, pid)).toEqual({ stdout, stderr: '', exitCode: 0 })
})
