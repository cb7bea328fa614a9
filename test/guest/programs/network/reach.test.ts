import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Guest } from '../../../../src/guest/guest.js'
import { exec, execResult, startExec } from '../exec.js'
import { commandLine, type RecordedCommand } from '../recorded.js'
import { networkGuest } from './network-guest.js'

/**
 * What iputils 20221126, curl 7.88.1, wget 1.21.3 and netcat of Debian 12 did in a network namespace of their own, whose
 * gateway answers ARP and nothing else. `isolated`: before there was a default route. Times and dates are masked.
 */
const VECTORS = new URL('./vectors/reach.json', import.meta.url)
const recorded: Readonly<Record<'isolated' | 'routed', readonly RecordedCommand[]>> = JSON.parse(
  readFileSync(VECTORS, 'utf8'),
)

const SECOND = 1_000_000_000n
const PROGRAMS = ['ping', 'curl', 'wget', 'nc']
const ENV = { PATH: '/bin', HOME: '/root', LANG: 'C.UTF-8' }

const listening = [
  { protocol: 'tcp', address: '0.0.0.0', port: 22 },
  { protocol: 'udp', address: '127.0.0.1', port: 323 },
] as const

function reachGuest(): Guest {
  const guest = networkGuest({ builtins: [...PROGRAMS, 'ip'].map(name => `/bin/${name}`), listening })
  guest.files.writeFile('/etc/hosts', '127.0.0.1 localhost\n')
  guest.files.writeFile('/etc/services', 'ssh 22/tcp\n')
  guest.files.mkdir('/srv')
  guest.files.mkdir('/srv/net')
  guest.files.writeFile('/srv/net/f.txt', 'hi\n')
  return guest
}

const masked = (text: string) =>
  text
    .replaceAll(/time=[\d.]+ ms/g, 'time=T ms')
    .replaceAll(/time \d+ms/g, 'time Tms')
    .replaceAll(/= [\d./]+ ms/g, '= T ms')
    .replaceAll(/(\r100 +3 +100 +3 +0 +0) +\S+( .*?) +\S+\n/g, '$1 SPEED$2 SPEED\n')
    .replaceAll(/after \d+ (ms|milliseconds)/g, 'after T $1')
    .replaceAll(/--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--/g, '--NOW--')

describe.each(['isolated', 'routed'] as const)('programs that ask others, in a guest that is %s', which => {
  test.for(recorded[which].map(command => [commandLine(command), command] as const))('%s', ([, command]) => {
    const guest = reachGuest()
    if (which === 'isolated') exec(guest, ['/bin/ip', 'route', 'del', 'default'])
    const { stdout, stderr, exitCode } = exec(guest, command.argv, { env: ENV })
    expect({ argv: command.argv, stdout: masked(stdout), stderr: masked(stderr), exitCode }).toEqual(command)
  })
})

/** How long it ran, in milliseconds of the guest's clock. */
function timeOf(argv: readonly string[]): bigint {
  const guest = reachGuest()
  const start = guest.clock.inGuest()
  exec(guest, argv, { env: ENV })
  return (guest.clock.inGuest() - start) / 1_000_000n
}

test.each([
  ['ping -c 3 127.0.0.1', 2000n],
  ['ping -c 3 192.168.122.77', 3060n],
  ['ping -c 7 192.168.122.77', 7060n],
  ['ping -w 5 192.168.122.77', 3060n],
  ['ping -c 3 -W 5 10.9.9.9', 7000n],
  ['ping -c 1 10.9.9.9', 10_000n],
  ['ping -w 3 10.9.9.9', 3000n],
  ['curl -s http://192.168.122.77/', 3060n],
  ['curl -s http://10.9.9.9/', 131_072n],
  ['curl -s -m 2.5 http://10.9.9.9/', 2500n],
  ['wget -q -T 1 -t 3 http://10.9.9.9/', 6000n],
  ['nc -z -w 2 10.9.9.9 80', 2000n],
])('%s takes %s ms', (line, time) => {
  expect(timeOf(line.split(' '))).toBe(time)
})

test('ping prints a line for each interval as it goes by, and its statistics when it is interrupted', () => {
  const guest = reachGuest()
  const pid = startExec(guest, ['ping', '127.0.0.1'], { env: ENV })
  guest.clock.advance(2n * SECOND + 1n)
  expect(execResult(guest, pid)).toBeUndefined()
  guest.processes.signal(pid, 2)
  expect(execResult(guest, pid)).toEqual({
    stdout: `\
PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.043 ms
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.025 ms
64 bytes from 127.0.0.1: icmp_seq=3 ttl=64 time=0.053 ms

--- 127.0.0.1 ping statistics ---
3 packets transmitted, 3 received, 0% packet loss, time 2000ms
rtt min/avg/max/mdev = 0.025/0.040/0.053/0.012 ms
`,
    stderr: '',
    exitCode: 0,
  })
})

test('curl writes a file of the guest where it is told to', () => {
  const guest = reachGuest()
  exec(guest, ['curl', '-s', '-o', '/srv/net/copy', 'file:///srv/net/f.txt'], { env: ENV })
  expect(guest.files.readFile('/srv/net/copy', 'utf8')).toBe('hi\n')
})

test('wget makes its output before anything comes', () => {
  const guest = reachGuest()
  exec(guest, ['wget', '-q', '-O', '/srv/net/page', 'http://127.0.0.1:1/'], { env: ENV })
  expect(guest.files.readFile('/srv/net/page', 'utf8')).toBe('')
})

const unknown = (name: string, path: string, text: string) =>
  `${name}: mockvm doesn't know what port 22 answers: say it in the scenario, by network.listening: [{ protocol: tcp, address: 0.0.0.0, port: 22, http: { ${path}: "ok" } }] or by programs: [{ match: '${name} *${text}', stdout: "ok" }]\n`
const SECURE = `curl: mockvm doesn't do https: say what is printed in the scenario, by programs: [{ match: 'curl *https://127.0.0.1:22/', stdout: "ok" }]\n`

test.each([
  ['ping -f 127.0.0.1', "ping: mockvm doesn't do -f yet\n", 2],
  ['ping -i 0.001 127.0.0.1', "ping: mockvm doesn't do -i 0.001 yet\n", 2],
  ['curl -s http://127.0.0.1:22/up', unknown('curl', '/up', 'http://127.0.0.1:22/up'), 2],
  ['curl -s https://127.0.0.1:22/', SECURE, 2],
  ['curl -s -v http://127.0.0.1/', "curl: mockvm doesn't do -v yet\n", 2],
  ['wget -q http://127.0.0.1:22/', unknown('wget', '/', 'http://127.0.0.1:22/'), 1],
  ['wget -q --mirror http://127.0.0.1/', "wget: mockvm doesn't do -m yet\n", 2],
  ['nc -l 80', "nc: mockvm doesn't do -l yet\n", 1],
])('%s is refused', (line, stderr, exitCode) => {
  expect(exec(reachGuest(), line.split(' '), { env: ENV })).toEqual({ stdout: '', stderr, exitCode })
})
