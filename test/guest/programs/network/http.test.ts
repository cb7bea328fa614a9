import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { HttpAnswer } from '../../../../src/guest/config.js'
import type { Guest } from '../../../../src/guest/guest.js'
import { exec, execResult, startExec } from '../exec.js'
import { commandLine, type RecordedCommand } from '../recorded.js'
import { networkGuest } from './network-guest.js'

interface Recorded extends RecordedCommand {
  /** How long it took. */
  readonly seconds: number
  readonly files?: Readonly<Record<string, string>>
}

/** What curl 7.88.1 and wget 1.21.3 of Debian 12 did with a server of these answers. Dates and speeds are masked. */
const recorded: readonly Recorded[] = JSON.parse(readFileSync(new URL('./vectors/http.json', import.meta.url), 'utf8'))

const ENV = { PATH: '/bin', HOME: '/root', LANG: 'C.UTF-8' }
const ok = (body: string): HttpAnswer => ({ status: 200, body })

const http: Readonly<Record<string, HttpAnswer>> = {
  '/health': ok('ok\n'),
  '/down': { status: 503, body: 'no\n' },
  '/none': { status: 204, body: '' },
  '/login': { status: 401, body: 'who?\n' },
  '/dir': { status: 200, directory: '/srv/www' },
  '/': ok('root\n'),
  '/q?a=1': ok('one\n'),
  '/big': ok('x'.repeat(70_000)),
  '/zero': ok(''),
}

function httpGuest(changes: Partial<{ address: string }> = {}): Guest {
  const listening = [{ protocol: 'tcp', address: '127.0.0.1', port: 8080, http, ...changes }] as const
  const guest = networkGuest({ builtins: ['curl', 'wget', 'nc'].map(name => `/bin/${name}`), listening })
  guest.files.writeFile('/etc/hosts', '127.0.0.1 localhost\n')
  guest.files.mkdir('/srv/www', { recursive: true })
  guest.files.writeFile('/srv/www/page.html', '<p>hi\n')
  guest.files.mkdir('/srv/here')
  return guest
}

const masked = (text: string) =>
  text
    .replaceAll(/(\r100 +3 +100 +3 +0 +0) +\S+( .*?) +\S+\n/g, '$1 SPEED$2 SPEED\n')
    .replaceAll(/after \d+ ms/g, 'after T ms')
    .replaceAll(/--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--/g, '--NOW--')
    .replaceAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (URL|ERROR|\()/gm, 'NOW $1')
    .replaceAll(/Date: .*? GMT/g, 'Date: DATE')
    .replaceAll(/\([\d.]+ [KMG]?B\/s\)/g, '(SPEED)')
    .replaceAll(/=[\d.]+s/g, '=Ts')
    .replaceAll(/ [ \d.]{4}[KMG]=/g, ' SPEED=')
    .replaceAll(/% [ \d.]{3,4}[KMG]? \d+s/g, '% SPEED Ts')

function filesIn(guest: Guest, folder: string): Record<string, string> {
  const { files } = guest
  const names = files.readdir(folder).toSorted()
  const shown = (path: string) =>
    files.stat(path).kind === 'directory' ? `DIR ${files.readdir(path).join()}` : files.readFile(path, 'utf8')
  return Object.fromEntries(names.map(name => [name, shown(`${folder}/${name}`)]))
}

test.for(recorded.map(command => [commandLine(command), command] as const))('%s', ([, command]) => {
  const guest = httpGuest()
  const start = guest.clock.inGuest()
  const { stdout, stderr, exitCode } = exec(guest, command.argv, { env: ENV, cwd: '/srv/here' })
  const seconds = Number((guest.clock.inGuest() - start) / 1_000_000_000n)
  const files = filesIn(guest, '/srv/here')
  const said = { stdout: masked(stdout), stderr: masked(stderr), exitCode, seconds }
  const { argv, ...expected } = { ...command, stderr: masked(command.stderr) }
  expect({ argv, ...said, ...(Object.keys(files).length > 0 && { files }) }).toEqual({ argv, ...expected })
})

describe('a name of two addresses', () => {
  const both = (address: string) => {
    const guest = httpGuest({ address })
    guest.files.writeFile('/etc/hosts', '127.0.0.1 localhost\n::1 localhost ip6-localhost\n')
    return (line: string) => exec(guest, line.split(' '), { env: ENV, cwd: '/srv/here' })
  }
  const GET = 'curl -s http://localhost:8080/health'

  test.each(['0.0.0.0', '127.0.0.1', '::1', '::'])('curl and wget reach who listens on %s', address => {
    const run = both(address)
    expect(run(GET)).toEqual({ stdout: 'ok\n', stderr: '', exitCode: 0 })
    expect(run('wget -qO- http://localhost:8080/health')).toEqual({ stdout: 'ok\n', stderr: '', exitCode: 0 })
    expect(run('nc -z localhost 8080')).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  })

  test('nc and wget tell of each that they try', () => {
    const run = both('0.0.0.0')
    expect(run('nc -zv localhost 8080').stderr).toBe(`\
nc: connect to localhost (::1) port 8080 (tcp) failed: Connection refused
Connection to localhost (127.0.0.1) 8080 port [tcp/*] succeeded!
`)
    expect(masked(run('wget --spider http://localhost:8080/health').stderr)).toBe(`\
Spider mode enabled. Check if remote file exists.
--NOW--  http://localhost:8080/health
Resolving localhost (localhost)... ::1, 127.0.0.1
Connecting to localhost (localhost)|::1|:8080... failed: Connection refused.
Connecting to localhost (localhost)|127.0.0.1|:8080... connected.
HTTP request sent, awaiting response... 200 OK
Length: 3 [text/plain]
Remote file exists.

`)
  })

  test('-4 and -6 take one of them', () => {
    const run = both('0.0.0.0')
    expect(run(GET.replace('-s', '-s4')).exitCode).toBe(0)
    expect(run(GET.replace('-s', '-s6')).exitCode).toBe(7)
  })
})

test('a folder of the guest is served, as it is now', () => {
  const guest = httpGuest()
  const get = (path: string) =>
    exec(guest, ['curl', '-s', '-w', ' %{http_code} %{content_type}', `http://127.0.0.1:8080${path}`]).stdout
  expect(get('/dir/page.html')).toBe('<p>hi\n 200 text/html')
  expect(get('/dir/')).toBe('Forbidden\n 403 text/plain')
  guest.files.writeFile('/srv/www/index.html', 'home\n')
  guest.files.writeFile('/srv/www/a b.json', '{}')
  expect(get('/dir')).toBe('home\n 200 text/html')
  expect(get('/dir/a%20b.json?x=1')).toBe('{} 200 application/json')
  expect(get('/dir/none')).toBe('Not Found\n 404 text/plain')
  expect(get('/dir/../here')).toBe('Bad Request\n 400 text/plain')
  expect(get('/directory')).toBe('Not Found\n 404 text/plain')
})

test('--retry waits on the clock of the guest until somebody answers', () => {
  const guest = networkGuest({
    builtins: ['/bin/curl'],
    listening: [{ protocol: 'tcp', address: '0.0.0.0', port: 80, process: 'app', http }],
  })
  const pid = startExec(guest, 'curl -s --retry 5 --retry-connrefused http://127.0.0.1/health'.split(' '))
  guest.clock.advance(2_500_000_000n)
  guest.processes.start({ pid: guest.processes.allocatePid(), ppid: 1, user: 'root', argv: ['/usr/bin/app'] })
  guest.clock.advance(499_999_999n)
  expect(execResult(guest, pid)).toBeUndefined()
  guest.clock.advance(1n)
  expect(execResult(guest, pid)).toEqual({ stdout: 'ok\n', stderr: '', exitCode: 0 })
})
