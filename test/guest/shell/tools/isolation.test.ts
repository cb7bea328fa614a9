/** Text tools see the guest: never the host's files, clock, environment, randomness or network. */
import { expect, test } from 'vitest'
import { loadJustBash } from '../../../../src/guest/shell/just-bash.js'
import { runIn, treeGuest } from './tree.js'

const guest = () => {
  const made = treeGuest({ 'data.json': '{"a":1}\n' })
  made.files.writeFile('/etc/hostname', 'of-the-guest\n')
  made.clock.setTime(1_000_000_000n * 1_000_000_000n)
  return made
}
const awk = (program: string, options = {}) => runIn(guest(), ['awk', program], options)

test('awk reads files of the guest', () => {
  expect(awk('BEGIN { getline line < "/etc/hostname"; print line }').stdout).toBe('of-the-guest\n')
  expect(awk('BEGIN { print (getline line < "/etc/os-release-of-the-host") }').stdout).toBe('-1\n')
})

test('awk tells the guest its own time', () => {
  expect(awk('BEGIN { print systime() }').stdout).toBe('1000000000\n')
  expect(awk('BEGIN { print strftime("%Y-%m-%d %H:%M:%S") }').stdout).toBe('2001-09-09 01:46:40\n')
  expect(awk('BEGIN { srand(); print srand() }').stdout).toBe('1000000000\n')
})

test('awk sees the environment of its process alone', () => {
  const { stdout } = awk('BEGIN { for (name in ENVIRON) print name }', { env: { OWN: 'x' } })
  expect(stdout.trim().split('\n').toSorted()).toEqual(['HOME', 'LANG', 'OWN', 'PATH'])
})

test('random numbers come from the seed of the guest', () => {
  const draw = () => awk('BEGIN { srand(); print rand(), rand() }').stdout
  expect(draw()).toBe(draw())
})

test('awk runs no programs of the host', () => {
  expect(awk('BEGIN { "hostname" | getline x; print "[" x "]" }').stdout).not.toContain('of-the-host')
  expect(awk('BEGIN { exit system("no-such-shell-of-the-host") }').exitCode).toBe(127)
})

test("sed's r and w stay in the guest, and e is refused", () => {
  const own = guest()
  expect(runIn(own, ['sed', 'r /etc/hostname', 'data.json']).stdout).toBe('{"a":1}\nof-the-guest\n')
  runIn(own, ['sed', 'w /tmp/written-in-the-guest', 'data.json'])
  expect(own.files.readFile('/tmp/written-in-the-guest', 'utf8')).toBe('{"a":1}\n')
  expect(runIn(own, ['sed', '1e id', 'data.json'])).toEqual({
    stdout: '',
    stderr: "sed: -e expression #1, char 2: mockvm doesn't do `e' yet\n",
    exitCode: 1,
  })
})

test("jq's env and now are the guest's", () => {
  expect(runIn(guest(), ['jq', '-c', 'env|keys', 'data.json']).stdout).toBe('["HOME","LANG","PATH"]\n')
  expect(runIn(guest(), ['jq', 'now|floor', 'data.json']).stdout).toBe('1000000000\n')
})

test('nothing that just-bash could reach is of the host', () => {
  const { sandbox } = loadJustBash()
  const seen = sandbox.globals()
  expect(
    seen.filter(name => /^(fetch|WebSocket|Worker|XMLHttpRequest|require|WebAssembly|SharedArrayBuffer)$/.test(name)),
  ).toEqual([])
})

test('a program that may not read a file is told so', () => {
  const own = guest()
  own.files.writeFile('/w/secret', 'x\n', { mode: 0o600 })
  for (const argv of [
    ['awk', '1', 'secret'],
    ['grep', 'x', 'secret'],
    ['sed', 'p', 'secret'],
    ['rev', 'secret'],
  ]) {
    const { stdout, stderr } = runIn(own, argv, { user: 'nobody' })
    expect(stdout).toBe('')
    expect(stderr).toMatch(/secret.*Permission denied/)
  }
})

test('one loaded package serves call after call', () => {
  const own = guest()
  const call = () => runIn(own, ['awk', '{ print $1 }', 'data.json']).stdout
  const first = call()
  expect(Array.from({ length: 200 }, call).every(stdout => stdout === first)).toBe(true)
})
