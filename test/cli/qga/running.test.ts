import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { FakeTerminal, runToEnd } from '../fake-terminal.js'
import { startSleeper } from '../sleeper.js'

let directory: string
let path: string
let terminal: FakeTerminal

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  path = join(directory, 'qga.sock')
  terminal = new FakeTerminal()
})

afterEach(() => rmSync(directory, { recursive: true }))

/** Starts an agent and waits until it listens. An array, because a promise of a promise would wait for the end. */
async function start(...args: string[]): Promise<[Promise<number>]> {
  const ready = terminal.gotReady()
  const end = run(['qga', '-m', 'unix-listen', '-p', path, ...args], terminal)
  await Promise.race([ready, end])
  return [end]
}

const call = (name: string) => runToEnd('call', path, name)
const withoutTime = (log: string) => log.replaceAll(/^\d+\.\d+: /gm, '')

describe('a running agent', () => {
  test.each([
    ['2.11.0', 'GenericError: The command guest-exec has been disabled for this instance\n'],
    ['5.2.0', 'CommandNotFound: The command guest-exec has been disabled for this instance\n'],
    ['7.2.22', 'CommandNotFound: Command guest-exec has been disabled\n'],
    ['11.1.3', 'CommandNotFound: Command guest-exec has been disabled: the command is not allowed\n'],
  ])('of version %s answers, blocks what -b names, and ends with status 0 at SIGTERM', async (version, refusal) => {
    const [end] = await start('-b', 'guest-exec,nonsense,', '--agent-version', version)
    expect(await call('guest-ping')).toMatchObject({ status: 0 })
    expect((await call('guest-exec')).err).toBe(refusal)
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
    expect({ out: terminal.out, err: terminal.err }).toEqual({ out: '', err: '' })
  })

  test('allows only what -a names, less what -b names', async () => {
    const allowed = 'guest-exec,guest-sync-delimited,guest-sync,guest-ping'
    const [end] = await start('--agent-version', '11.1.3', '-b', 'guest-exec', '-a', allowed)
    expect(await call('guest-ping')).toMatchObject({ status: 0 })
    for (const name of ['guest-exec', 'guest-get-time']) {
      expect((await call(name)).err).toBe(
        `CommandNotFound: Command ${name} has been disabled: the command is not allowed\n`,
      )
    }
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })

  test('takes over the socket of another one', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(path, resolve))
    const [end] = await start()
    expect(await call('guest-ping')).toMatchObject({ status: 0 })
    terminal.signal('SIGINT')
    expect(await end).toBe(0)
    await new Promise(resolve => other.close(resolve))
  })

  test.each([
    ['2.11.0', ['guest-info', 'guest-exec']],
    ['7.2.22', ['guest-info', 'guest-exec', 'guest-get-devices']],
  ])('of version %s logs with -v as the real one does', async (version, disabled) => {
    const log = join(directory, 'log')
    const [end] = await start('-v', '-l', log, '-b', 'guest-exec,guest-info', '--agent-version', version)
    const client = connect(path, () => client.write('{"execute": "guest-ping"}\n'))
    await once(client, 'data')
    client.destroy()
    // Served only when the first client has left.
    await call('guest-get-time')
    terminal.signal('SIGTERM')
    await end
    expect(withoutTime(terminal.err)).toBe(`debug: Guest agent version ${version} started\n`)
    const text = readFileSync(log, 'latin1')
    expect(text).toMatch(version === '2.11.0' ? /^\d{10}\.\d{1,6}: debug: / : /^\d{10}\.\d{6}: debug: /)
    const lines = withoutTime(text).split('\n')
    const names = disabled.map(name => `debug: disabling command: ${name}`)
    expect(lines.slice(0, names.length)).toEqual(names)
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
    expect(await call('guest-fsfreeze-freeze')).toMatchObject({ status: 0 })
    terminal.signal('SIGTERM')
    expect((await call('guest-fsfreeze-status')).out).toBe('"frozen"\n')
    expect(await call('guest-fsfreeze-thaw')).toMatchObject({ status: 0 })
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })

  test('that starts frozen opens its log and writes its pid file after the thaw', async () => {
    const scenario = join(directory, 'scenario.yaml')
    writeFileSync(scenario, 'extends: debian-12\nfiles: { /run/qga.state.isfrozen: "" }\n')
    const [log, pidfile] = [join(directory, 'log'), join(directory, 'pid')]
    terminal.env.MOCKVM_QGA_DAEMON = '1'
    const [end] = await start('-d', '-v', '-l', log, '-f', pidfile, '-b', 'guest-exec', '--scenario', scenario)
    const [, warning, started] = terminal.err.split('\n')
    expect(warning?.replace(/\d\d:\d\d:\d\d\.\d{3}/, 'TIME')).toBe(
      '** (process:4711): WARNING **: TIME: previous instance appears to have exited with frozen filesystems. ' +
        'deferring logging/pidfile creation and disabling non-fsfreeze-safe commands until guest-fsfreeze-thaw is ' +
        'issued, or filesystems are manually unfrozen and the file /var/run/qga.state.isfrozen is removed',
    )
    expect(withoutTime(started ?? '')).toBe('debug: Guest agent version 7.2.22 started')
    terminal.signal('SIGTERM')
    expect((await call('guest-fsfreeze-status')).out).toBe('"frozen"\n')
    expect([existsSync(log), existsSync(pidfile)]).toEqual([false, false])
    expect(await call('guest-fsfreeze-thaw')).toMatchObject({ status: 0 })
    expect(readFileSync(pidfile, 'latin1')).toBe('4711\n')
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
    const lines = withoutTime(readFileSync(log, 'latin1')).split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'warning: logging re-enabled due to filesystem unfreeze',
      'debug: enabling command: guest-get-time',
      'debug: enabling command: guest-set-time',
    ])
    expect(lines.filter(line => /guest-(exec|ping|get-devices)$/.test(line))).toEqual([])
    expect(lines).toContain('debug: enabling command: guest-get-cpustats')
    expect(existsSync(pidfile)).toBe(false)
  })

  test('ends with the guest', async () => {
    const [end] = await start()
    expect(await call('guest-shutdown')).toMatchObject({ status: 0 })
    expect(await end).toBe(0)
  })

  test('keeps its state and its hook in the guest', async () => {
    const [end] = await start('-t', 'var/lib/qga', `-F${directory}/hook`)
    expect(existsSync(join(directory, 'hook'))).toBe(false)
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })
})

describe('the log', () => {
  const PONG = 'debug: sending data, count: 15'

  test('is the file that was opened, wherever that is by now', async () => {
    const [log, old] = [join(directory, 'log'), join(directory, 'log.1')]
    const [end] = await start('-v', '-l', log, '--agent-version', '7.2.22')
    renameSync(log, old)
    expect(await call('guest-ping')).toMatchObject({ status: 0 })
    expect(readFileSync(old, 'latin1')).toContain(PONG)
    expect(existsSync(log)).toBe(false)
    rmSync(old)
    expect(await call('guest-ping')).toMatchObject({ status: 0 })
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })

  test('that can not be written loses lines, and the agent goes on', async () => {
    const [end] = await start('-v', '-l', '/dev/full', '--agent-version', '7.2.22')
    expect(await call('guest-ping')).toMatchObject({ status: 0 })
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })

  test('is not opened anew by a thaw', async () => {
    const log = join(directory, 'log')
    const [end] = await start('-v', '-l', log)
    expect(await call('guest-fsfreeze-freeze')).toMatchObject({ status: 0 })
    rmSync(log)
    expect(await call('guest-fsfreeze-thaw')).toMatchObject({ status: 0 })
    expect(existsSync(log)).toBe(false)
    terminal.signal('SIGTERM')
    expect(await end).toBe(0)
  })
})

test('at the end the socket stays behind, and whoever connects is refused', async () => {
  const [end] = await start()
  terminal.signal('SIGTERM')
  expect(await end).toBe(0)
  const [error] = await once(connect(path), 'error')
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})

describe('-r', () => {
  const TROUBLE = (where: string) => `critical: Failed to bind socket to ${where}: No such file or directory
critical: failed to create guest agent channel
critical: failed to initialize guest agent channel
warning: agent stopped unexpectedly, restarting...
warning: waiting for channel path...
`

  test('waits for a socket that can not be made, and a signal then ends it with status 1', async () => {
    path = join(directory, 'later', 'qga.sock')
    const waiting = terminal.saying(/waiting for channel path/)
    const [end] = [run(['qga', '--agent-version', '7.2.22', '-v', '-r', '-m', 'unix-listen', '-p', path], terminal)]
    await waiting
    expect(withoutTime(terminal.err)).toContain(TROUBLE(path))
    mkdirSync(join(directory, 'later'))
    terminal.signal('SIGTERM')
    expect(await end).toBe(1)
    expect(withoutTime(terminal.err)).toMatch(/debug: received signal num 15, quitting\n$/)
  })
})

describe('-d', () => {
  const daemon = (...args: string[]) => run(['qga', '-d', '-m', 'unix-listen', ...args], terminal)

  test.each(['2.11.0', '5.2.0', '7.2.22'])(
    'of version %s leaves a process behind at once, wherever its socket is',
    async version => {
      const args = ['-p', join(directory, 'no', 'qga.sock'), '--agent-version', version]
      expect(await daemon(...args)).toBe(0)
      expect(terminal.detached).toEqual([
        { args: ['qga', '-d', '-m', 'unix-listen', ...args], env: { MOCKVM_QGA_DAEMON: '1' } },
      ])
      expect(terminal.err).toBe('')
    },
  )

  test('of version 11.1.3 does so only when the socket could be made', async () => {
    const bad = join(directory, 'no', 'qga.sock')
    expect(await daemon('-p', bad, '-v', '--agent-version', '11.1.3')).toBe(1)
    expect(terminal.detached).toEqual([])
    expect(withoutTime(terminal.err)).toBe(`critical: Failed to bind socket to ${bad}: No such file or directory
critical: failed to create guest agent channel
critical: failed to initialize guest agent channel
`)
    const good = ['-p', path, '-v', '--agent-version', '11.1.3']
    expect(await daemon(...good)).toBe(0)
    expect(terminal.detached).toEqual([
      { args: ['qga', '-d', '-m', 'unix-listen', ...good], env: { MOCKVM_QGA_DAEMON: '1' } },
    ])
    expect(existsSync(path)).toBe(false)
  })

  test.each([
    ['7.2.22', 0o700],
    ['11.1.3', 0o777 & ~process.umask()],
  ])(
    'the process of version %s makes a socket of its mode, writes its pid file and removes it at the end',
    async (version, mode) => {
      const pidfile = join(directory, 'pid')
      terminal.env.MOCKVM_QGA_DAEMON = '1'
      const [end] = await start('-d', '-f', pidfile, '--agent-version', version)
      expect(readFileSync(pidfile, 'latin1')).toBe('4711\n')
      expect(statSync(pidfile).mode & 0o7777).toBe(0o600)
      expect(statSync(path).mode & 0o777).toBe(mode)
      terminal.signal('SIGTERM')
      expect(await end).toBe(0)
      expect(existsSync(pidfile)).toBe(false)
    },
  )

  test.each([
    ['2.11.0', 'Cannot lock pid file, Resource temporarily unavailable'],
    ['5.2.0', 'Cannot lock pid file: Resource temporarily unavailable'],
    ['7.2.22', 'Cannot lock pid file: Resource temporarily unavailable'],
    ['11.1.3', 'Cannot lock pid file: Resource temporarily unavailable'],
  ])('a pid file of a living process stops that of version %s', async (version, text) => {
    const pidfile = join(directory, 'pid')
    const other = startSleeper('qemu-ga')
    writeFileSync(pidfile, `${other}\n`)
    terminal.env.MOCKVM_QGA_DAEMON = '1'
    expect(await daemon('-f', pidfile, '-p', path, '--agent-version', version)).toBe(1)
    expect(withoutTime(terminal.err)).toBe(`critical: ${text}\n`)
    expect(readFileSync(pidfile, 'latin1')).toBe(`${other}\n`)
  })

  test.each([
    ['2.11.0', () => 'Cannot open pid file, No such file or directory'],
    ['5.2.0', () => 'Cannot open pid file: No such file or directory'],
    ['7.2.22', (pidfile: string) => `Could not create '${pidfile}': No such file or directory`],
  ])('a pid file that can not be made stops that of version %s before it has made a log', async (version, text) => {
    const [log, pidfile] = [join(directory, 'log'), join(directory, 'no', 'pid')]
    terminal.env.MOCKVM_QGA_DAEMON = '1'
    expect(await daemon('-f', pidfile, '-l', log, '-v', '-p', path, '--agent-version', version)).toBe(1)
    const lines = [`debug: Guest agent version ${version} started`, `critical: ${text(pidfile)}`, '']
    expect(withoutTime(terminal.err).split('\n')).toEqual(lines)
    expect(existsSync(log)).toBe(false)
  })

  test('what that of version 7.2.22 says once it has its pid file nobody sees', async () => {
    terminal.env.MOCKVM_QGA_DAEMON = '1'
    const [log, pidfile] = [join(directory, 'no', 'log'), join(directory, 'pid')]
    expect(await daemon('-f', pidfile, '-l', log, '-p', path, '--agent-version', '7.2.22')).toBe(0)
    expect(terminal.err).toBe('')
    expect(existsSync(pidfile)).toBe(false)
  })
})
