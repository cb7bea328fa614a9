/** The same lines in a guest of the same seed are the same to the byte, wherever they run. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltProgram, builtProgram } from '../cli/built-program.js'

const LINES = [
  'echo $RANDOM $RANDOM $SRANDOM $$ $BASHPID $PPID',
  'date; date -R; date +%s.%N; printf "%(%c)T\\n" -1',
  'ls -la --full-time / /etc | head -n 40',
  'mktemp; mktemp -d; mktemp -u',
  'ps -ef; ps aux | sort -k2 -n | tail -n 5',
  'cat /proc/uptime /proc/loadavg /proc/stat; uptime',
  'awk "BEGIN { srand(); print rand(), rand(); print length(\\"žluť\\"), toupper(\\"é\\") }"',
  'head -c 64 /dev/urandom | od -An -tx1; cat /proc/sys/kernel/random/uuid',
  'printf "%s\\n" b A a B é z Z _ | sort; printf "%.2f %s\\n" 3.14159 x; echo {a..e}',
  'for i in 1 2 3 4 5; do (echo $i; echo $BASHPID) & done; wait',
  'sleep 5; date +%s; time sleep 1',
  'for ((i = 0; i < 5000; i++)); do :; done; date +%s.%N',
  'find / -xdev -newer /etc/hostname -printf "%p %T@ %i\\n" 2>&1 | head -n 20',
  'df; stat -c "%n %i %Y %X" /etc/* | head -n 20',
  'kill -9 $$',
  'declare -A a=([x]=1 [y]=2 [z]=3 [constructor]=4); declare -p a; ls /nowhere; no-such-command',
  'echo log >> /var/log/own.log; touch /root/t$RANDOM; ls /root',
  'seq 1 1000 | shuf -n 3 2>/dev/null || echo no shuf; sort -R /etc/passwd | head -n 2',
  'id; locale; env; export LC_ALL=cs_CZ.UTF-8 TZ=Asia/Tokyo; date',
  'systemctl status ssh --no-pager; journalctl -n 5 --no-pager',
]

const PROGRAM = `
const [index, lines, seed] = process.argv.slice(2)
const { createVm, encodeEvent } = await import(index)
const vm = await createVm({ scenario: { extends: 'debian-12', seed: Number(seed), clock: { mode: 'manual', now: '2031-05-06T07:08:09Z' } } })
for (const line of JSON.parse(lines)) {
  const { pid } = await vm.call('guest-exec', { path: '/bin/bash', arg: ['-c', line], 'capture-output': true })
  for (let seconds = 0; seconds < 60 && !(await vm.call('guest-exec-status', { pid })).exited; seconds++) vm.advance('1s')
}
console.log(vm.events.map(encodeEvent).join('\\n'))
await vm.close()
`

const HUNDRED = Array.from({ length: 100 }, (_, i) => LINES[(i * 7) % LINES.length])

let program: BuiltProgram
let directory: string
let first: string

beforeAll(() => {
  program = builtProgram()
  directory = mkdtempSync(join(tmpdir(), 'mockvm-same-'))
  writeFileSync(join(directory, 'program.mjs'), PROGRAM)
  first = play()
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true }))

/** The journal of a hundred lines in a process of its own. */
function play(env: NodeJS.ProcessEnv = {}, seed = 7): string {
  const index = pathToFileURL(join(dirname(dirname(program.main)), 'index.js')).href
  const argv = [join(directory, 'program.mjs'), index, JSON.stringify(HUNDRED), String(seed)]
  return execFileSync(process.execPath, argv, {
    ...{ cwd: directory, encoding: 'utf8', timeout: 60_000, maxBuffer: 64 << 20 },
    env: { ...process.env, ...env },
  })
}

test('A hundred lines tell the same story twice', () => {
  expect(first.length).toBeGreaterThan(50_000)
  expect(play()).toBe(first)
})

test.each([
  ['another time zone', { TZ: 'Pacific/Auckland' }],
  ['another language', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
  ['other variables', { HOME: '/nowhere', PATH: '/nowhere', USER: 'nobody', RANDOM: '1', SRANDOM: '1' }],
])('And so they do for a host with %s', (_, env) => {
  expect(play(env)).toBe(first)
})

test('Another seed tells another', () => {
  expect(play({}, 8)).not.toBe(first)
})
