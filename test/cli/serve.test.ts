import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.js'
import { decodeEvent } from '../../src/trace/jsonl.js'
import { FakeTerminal, runToEnd } from './fake-terminal.js'

let directory: string
let terminal: FakeTerminal

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  terminal = new FakeTerminal()
})

afterEach(() => rmSync(directory, { recursive: true }))

async function serve(...args: string[]): Promise<{ path: string; end: Promise<number> }> {
  const end = run(['serve', ...args], terminal)
  const path = (await terminal.printed(/^(?:Listening on )?(\/\S*\.sock)/))[1] ?? ''
  return { path, end }
}

test('it prints where it listens and what to type, then what happens', async () => {
  const socket = join(directory, 'a.sock')
  const { path, end } = await serve('--socket', socket, '--clock', 'manual')
  expect(path).toBe(socket)
  expect(await runToEnd('call', path, 'guest-ping')).toEqual({ status: 0, out: '{}\n', err: '' })
  await terminal.printed(/disconnected/)
  terminal.signal('SIGINT')
  expect(await end).toBe(0)
  expect(terminal.err).toBe('')
  expect(terminal.out.replaceAll(/\d{6,}(?=\)|\}|\\n|$)/gm, 'ID')).toBe(
    String.raw`Listening on ${socket}. Try, in another terminal:

  npx mockvm call ${socket} guest-ping
  echo '{"execute":"guest-info"}' | socat -t1 - UNIX-CONNECT:${socket}

    0.000000        mockvm 0.1.0, a guest with qemu-ga 2.11.0
    0.000000  1     connected
    0.000000  1 →   \xff{"execute": "guest-sync-delimited", "arguments": {"id": ID}}\n
              1 →   {"execute": "guest-ping"}\n
    0.000000        refused: GenericError: Invalid JSON syntax
    0.000000        guest-sync-delimited(id: ID)
    0.000000        guest-sync-delimited = ID
    0.000000        guest-ping()
    0.000000        guest-ping = {}
    0.000000  1 ←   {"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n
              1 ←   \xff{"return": ID}\n
              1 ←   {"return": {}}\n
    0.000000  1     disconnected
    0.000000        VM stopped
Stopped by SIGINT.
`,
  )
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it with status 0 and leaves no file', async signal => {
  const { path, end } = await serve()
  expect(existsSync(path)).toBe(true)
  terminal.signal(signal)
  expect(await end).toBe(0)
  expect(existsSync(dirname(path))).toBe(false)
})

describe('with --qmp', () => {
  const TIMES = /"timestamp": \{"seconds": \d+, "microseconds": \d+\}/g
  const event = (rest: string) => `{AT, "event": ${rest}}\r\n`
  const READY = '{"return": {}}\r\n'
  const GONE = event('"VSERPORT_CHANGE", "data": {"open": false, "id": "channel0"}')
  const SHUTDOWN = event('"SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}')

  /** A client of the monitor, which has negotiated. */
  async function monitor(...args: string[]) {
    const path = join(directory, 'qmp.sock')
    const { path: agent, end } = await serve('--qmp', path, '--clock', 'manual', ...args)
    const socket = connect(path)
    let got = ''
    socket.on('data', chunk => {
      got += chunk.toString('latin1').replaceAll(TIMES, 'AT')
    })
    const closed = new Promise(done => socket.once('end', done))
    const read = async (length: number) => {
      while (got.length < length) await new Promise(done => socket.once('data', done))
      const said = got
      got = ''
      return said
    }
    await new Promise(done => socket.once('data', done))
    got = ''
    socket.write('{"execute": "qmp_capabilities"}')
    expect(await read(READY.length)).toBe(READY)
    return { path, agent, end, socket, read, closed, rest: () => got }
  }

  test('the power button of its monitor ends the guest, and QEMU with it', async () => {
    const { path, agent, end, socket, closed, rest } = await monitor()
    expect(terminal.out).toMatch(new RegExp(`^Listening on ${agent} and ${path}\\. Try`))
    socket.write('{"execute": "system_powerdown"}')
    await closed
    expect(rest()).toBe(event('"POWERDOWN"') + READY + GONE + SHUTDOWN)
    expect(await end).toBe(0)
    expect([existsSync(path), existsSync(agent)]).toEqual([false, false])
  })

  test('and --no-shutdown QEMU stays until it is told to quit', async () => {
    const { end, socket, read, closed, rest } = await monitor('--no-shutdown')
    socket.write('{"execute": "system_powerdown"}')
    const told = event('"POWERDOWN"') + READY + GONE + SHUTDOWN + event('"STOP"')
    expect(await read(told.length)).toBe(told)
    socket.write('{"execute": "quit"}')
    await closed
    expect(rest()).toBe(event('"SHUTDOWN", "data": {"guest": false, "reason": "host-qmp-quit"}') + READY)
    expect(await end).toBe(0)
  })

  test('a signal is told', async () => {
    const { end, closed, rest } = await monitor()
    terminal.signal('SIGTERM')
    await closed
    expect(rest()).toBe(event('"SHUTDOWN", "data": {"guest": false, "reason": "host-signal"}'))
    expect(await end).toBe(0)
  })
})

test('a process that exits in any other way removes the socket too', async () => {
  const { path, end } = await serve()
  terminal.exit()
  expect(existsSync(dirname(path))).toBe(false)
  terminal.signal('SIGTERM')
  await end
})

test('it ends when the guest powers off', async () => {
  const { path, end } = await serve()
  expect(await runToEnd('call', path, 'guest-shutdown')).toEqual({ status: 0, out: '', err: '' })
  expect(await end).toBe(0)
  expect(terminal.out).toMatch(/guest powered off\n(.*\n)*QEMU has ended\.\n$/)
  expect(existsSync(dirname(path))).toBe(false)
})

test('--quiet prints the path of the socket alone', async () => {
  const { path, end } = await serve('--quiet')
  await runToEnd('call', path, 'guest-ping')
  terminal.signal('SIGTERM')
  await end
  expect(terminal.out).toBe(`${path}\n`)
})

test('--trace writes every event from the first on', async () => {
  const file = join(directory, 'trace.jsonl')
  const { path, end } = await serve('--trace', file, '--seed', '7')
  await runToEnd('call', path, 'guest-ping')
  terminal.signal('SIGTERM')
  await end
  const events = readFileSync(file, 'utf8').trimEnd().split('\n').map(decodeEvent)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
  expect(events[0]).toMatchObject({ type: 'start', scenario: { seed: '7' } })
  expect(events.at(-1)?.type).toBe('stop')
})

test('--set overrides the scenario, as often as it is given', async () => {
  const { path, end } = await serve('minimal', '--set', 'hostname=h1', '--set', 'vcpus=3')
  expect((await runToEnd('call', path, 'guest-get-host-name')).out).toBe('{\n  "host-name": "h1"\n}\n')
  expect((await runToEnd('call', '--raw', path, 'guest-get-vcpus')).out.split('logical-id')).toHaveLength(4)
  terminal.signal('SIGTERM')
  await end
})

test('what is wrong is one line, and nothing is left behind', async () => {
  const socket = join(directory, 'no/a.sock')
  expect(await runToEnd('serve', '--socket', socket)).toEqual({
    status: 1,
    out: '',
    err: `cannot listen on ${socket}: there is no directory ${directory}/no. Create it first: mkdir -p ${directory}/no\n`,
  })
  expect(await runToEnd('serve', '--trace', join(directory, 'no/t'))).toEqual({
    status: 1,
    out: '',
    err: `cannot write the trace to ${directory}/no/t: No such file or directory\n`,
  })
  const unknown = await runToEnd('serve', 'nope')
  expect(unknown).toMatchObject({ status: 1, out: '' })
  expect(unknown.err).toMatch(/^nope {2}expected the name of a built-in scenario.*\n$/)
  expect(await runToEnd('serve', '--agent-version', '1.0')).toMatchObject({ status: 1, out: '' })
  expect(readdirSync(directory)).toEqual([])
})

test.each([
  [['serv'], "error: unknown command 'serv' (Did you mean serve?)\n"],
  [['serve', '--sokket', 'x'], "error: unknown option '--sokket' (Did you mean --socket?)\n"],
  [
    ['serve', '--clock', 'fast'],
    "error: option '--clock <mode>' argument 'fast' is invalid. Allowed choices are real, manual, step, auto.\n",
  ],
])('the usage error of %j is one line and status 2', async (args, err) => {
  expect(await runToEnd(...args)).toEqual({ status: 2, out: '', err })
})

test('MOCKVM_DEBUG=1 shows where an error comes from', async () => {
  terminal.env.MOCKVM_DEBUG = '1'
  expect(await run(['check', '/nowhere/'], terminal)).toBe(1)
  expect(await run(['serve', '--trace', '/nowhere/t'], terminal)).toBe(1)
  expect(terminal.err).toMatch(/\n {4}at /)
})
