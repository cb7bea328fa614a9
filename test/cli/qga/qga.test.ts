import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { FakeTerminal, runToEnd } from '../fake-terminal.js'

let directory: string
let path: string
let terminal: FakeTerminal

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  path = join(directory, 'qga.sock')
  terminal = new FakeTerminal()
})

afterEach(() => rmSync(directory, { recursive: true }))

const qga = (...args: string[]) => runToEnd('qga', ...args)

/** Starts an agent and waits until it listens. An array, because a promise of a promise would wait for the end. */
async function start(...args: string[]): Promise<[Promise<number>]> {
  const started = terminal.started()
  const end = run(['qga', '-m', 'unix-listen', '-p', path, ...args], terminal)
  await Promise.race([started, end])
  return [end]
}

test('-V, -D, -b? and -h print and end with status 0', async () => {
  expect(await qga('-V')).toEqual({ status: 0, out: 'QEMU Guest Agent 2.11.0\n', err: '' })
  expect(await qga('-V', '--foo')).toMatchObject({ status: 0 })
  expect(await qga('-D', '-b', 'a,b', '-b', 'c', '-m', 'unix-listen', '-p', '/s')).toEqual({
    status: 0,
    out: `[general]
daemon=false
method=unix-listen
path=/s
pidfile=/var/run/qemu-ga.pid
statedir=/var/run
verbose=false
blacklist=b,a,c
`,
    err: '',
  })
  for (const list of [['-b?'], ['-b', 'help'], ['--block-rpcs=?']]) {
    const { status, out, err } = await qga(...list)
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out.split('\n').slice(0, 2)).toEqual(['guest-exec', 'guest-exec-status'])
    expect(out.split('\n')).toHaveLength(36)
  }
})

test('wrong usage is told by getopt on stderr and by the agent on stdout, with status 1', async () => {
  expect(await qga('--foo')).toEqual({
    status: 1,
    out: "Unknown option, try 'mockvm qga --help' for more information.\n",
    err: "mockvm qga: unrecognized option '--foo'\n",
  })
  expect(await qga('-D', '-p')).toEqual({
    status: 1,
    out: "Unknown option, try 'mockvm qga --help' for more information.\n",
    err: "mockvm qga: option requires an argument -- 'p'\n",
  })
})

test('what cannot be started is told, with status 1', async () => {
  expect(await qga('-m', 'unix-listen')).toEqual({
    status: 1,
    out: '',
    err: '\n** (process:4711): CRITICAL **: must specify a path for this channel\n',
  })
  expect(await qga()).toEqual({
    status: 1,
    out: '',
    err: 'mockvm qga: only the method unix-listen is simulated, not virtio-serial. Use -m unix-listen -p PATH; for a guest behind virtio-serial use mockvm serve.\n',
  })
  expect(withoutTime((await qga('-m', 'carrier-pigeon', '-p', path)).err)).toBe(
    'critical: unsupported channel method/type: carrier-pigeon\ncritical: failed to initialize guest agent channel\n',
  )
  expect(withoutTime((await qga('-m', 'unix-listen', '-p', path, '-l', `${directory}/no/log`)).err)).toBe(
    'critical: unable to open specified log file: No such file or directory\ncritical: error initializing guest agent\n',
  )
  writeFileSync(path, 'precious')
  expect(withoutTime((await qga('-m', 'unix-listen', '-p', path)).err)).toBe(
    `critical: cannot listen on ${path}: a file is there, and only a socket would be replaced. Remove it or choose another path.
critical: failed to create guest agent channel
critical: failed to initialize guest agent channel
`,
  )
  expect(readFileSync(path, 'utf8')).toBe('precious')
  expect(await qga('--agent-version', '2.10')).toEqual({
    status: 1,
    out: '',
    err: expect.stringMatching(/^mockvm qga: --agent-version: expected one of .*, got 2\.10\..*\n$/),
  })
})

describe('the config file', () => {
  test('is laid under the command line', async () => {
    const file = join(directory, 'conf')
    writeFileSync(file, '[general]\nblacklist=a,b\npath=/one\nverbose=true\n')
    const { out } = await qga('-c', file, '-D', '-b', 'c', '-p', '/two')
    expect(out).toBe(`[general]
daemon=false
method=virtio-serial
path=/two
pidfile=/var/run/qemu-ga.pid
statedir=/var/run
verbose=true
blacklist=b,a,c
`)
    terminal.env.QGA_CONF = file
    expect(await run(['qga', '-D', '-b', 'c', '-p', '/two'], terminal)).toBe(0)
    expect(terminal.out).toBe(out)
  })

  test('of QGA_CONF may be missing, that of -c may not', async () => {
    terminal.env.QGA_CONF = '/nowhere'
    expect(await run(['qga', '-D'], terminal)).toBe(0)
    expect(await qga('-D', '-c', '/nowhere')).toEqual({
      status: 1,
      out: '',
      err: '\n** (process:4711): CRITICAL **: error loading configuration from path: /nowhere, No such file or directory\n',
    })
  })

  test('that is broken is an error', async () => {
    const file = join(directory, 'conf')
    writeFileSync(file, '[general]\nverbose=maybe\n')
    expect(await qga('-D', '-c', file)).toEqual({
      status: 1,
      out: '',
      err: `\n** (process:4711): CRITICAL **: error loading configuration from path: ${file}, Key file contains key “verbose” which has a value that cannot be interpreted.\n`,
    })
  })
})

describe('a running agent', () => {
  test('answers, blocks what -b and allows what -a names, and ends with status 0 at SIGTERM', async () => {
    const [end] = await start(
      '-b',
      'guest-exec,nonsense,',
      '-a',
      'guest-exec,guest-sync-delimited,guest-sync,guest-ping',
    )
    expect(await runToEnd('call', path, 'guest-ping')).toMatchObject({ status: 0 })
    for (const name of ['guest-exec', 'guest-get-time']) {
      expect((await runToEnd('call', path, name)).err).toBe(
        `GenericError: The command ${name} has been disabled for this instance\n`,
      )
    }
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
    expect({ out: terminal.out, err: terminal.err }).toEqual({ out: '', err: '' })
    expect(existsSync(path)).toBe(false)
  })

  test('takes over the socket of another one', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(path, resolve))
    const [end] = await start()
    expect(await runToEnd('call', path, 'guest-ping')).toMatchObject({ status: 0 })
    terminal.signal('SIGINT')
    expect(await end).toBe(0)
    await new Promise(resolve => other.close(resolve))
  })

  test('logs with -v as the real one does', async () => {
    const log = join(directory, 'log')
    const [end] = await start('-v', '-l', log, '-b', 'guest-exec,guest-info')
    const client = connect(path, () => client.write('{"execute": "guest-ping"}\n'))
    await once(client, 'data')
    client.destroy()
    // Served only when the first client has left.
    await runToEnd('call', path, 'guest-get-time')
    terminal.signal('SIGTERM')
    await end
    expect(withoutTime(terminal.err)).toBe('debug: Guest agent version 2.11.0 started\n')
    const text = readFileSync(log, 'latin1')
    expect(text).toMatch(/^\d{10}\.\d{1,6}: debug: disabling command: guest-info\n/)
    const lines = withoutTime(text).split('\n')
    expect(lines.slice(0, 2)).toEqual(['debug: disabling command: guest-info', 'debug: disabling command: guest-exec'])
    const ping = lines.indexOf('debug: read data, count: 26, data: {"execute": "guest-ping"}')
    expect(lines.slice(ping, ping + 6)).toEqual([
      'debug: read data, count: 26, data: {"execute": "guest-ping"}',
      '',
      'debug: process_event: called',
      'debug: processing command',
      'debug: sending data, count: 15',
      'debug: received EOF',
    ])
    expect(lines).toContain('debug: received signal num 15, quitting')
  })

  test('ignores SIGTERM while its file systems are frozen', async () => {
    const [end] = await start()
    expect(await runToEnd('call', path, 'guest-fsfreeze-freeze')).toMatchObject({ status: 0 })
    terminal.signal('SIGTERM')
    expect((await runToEnd('call', path, 'guest-fsfreeze-status')).out).toBe('"frozen"\n')
    expect(await runToEnd('call', path, 'guest-fsfreeze-thaw')).toMatchObject({ status: 0 })
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })

  test('ends with the guest', async () => {
    const [end] = await start()
    expect(await runToEnd('call', path, 'guest-shutdown')).toMatchObject({ status: 0 })
    expect(await end).toBe(0)
  })

  test('keeps its state and its hook in the guest', async () => {
    const [end] = await start('-t', 'var/lib/qga', `-F${directory}/hook`)
    expect(existsSync(join(directory, 'hook'))).toBe(false)
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })
})

describe('-d', () => {
  test('leaves a process behind and returns at once', async () => {
    expect(await run(['qga', '-d', '-m', 'unix-listen', '-p', path], terminal)).toBe(0)
    expect(terminal.detached).toEqual([
      { args: ['qga', '-d', '-m', 'unix-listen', '-p', path], env: { MOCKVM_QGA_DAEMON: '1' } },
    ])
  })

  test('that process writes its pid file and removes it at the end', async () => {
    const pidfile = join(directory, 'pid')
    terminal.env.MOCKVM_QGA_DAEMON = '1'
    const [end] = await start('-d', '-f', pidfile)
    expect(readFileSync(pidfile, 'latin1')).toBe('4711\n')
    expect(statSync(pidfile).mode & 0o7777).toBe(0o600)
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
    expect(existsSync(pidfile)).toBe(false)
  })

  test('a pid file of a living process stops it', async () => {
    const pidfile = join(directory, 'pid')
    writeFileSync(pidfile, `${process.pid}\n`)
    terminal.env.MOCKVM_QGA_DAEMON = '1'
    expect(await run(['qga', '-d', '-f', pidfile, '-m', 'unix-listen', '-p', path], terminal)).toBe(1)
    expect(terminal.err).toBe('Cannot lock pid file, Resource temporarily unavailable\n')
    expect(readFileSync(pidfile, 'latin1')).toBe(`${process.pid}\n`)
  })
})

function withoutTime(log: string): string {
  return log.replaceAll(/^\d+\.\d+: /gm, '')
}
