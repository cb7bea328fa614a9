import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.js'
import { createVm, type Vm } from '../../src/vm.js'
import { FakeTerminal, runToEnd } from './fake-terminal.js'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  path = join(directory, 'qmp.sock')
})

afterEach(() => rmSync(directory, { recursive: true }))

describe("with a monitor of mockvm's", () => {
  let vm: Vm

  beforeEach(async () => {
    vm = await createVm({ scenario: { extends: 'default', qemu: { noShutdown: false } } })
  })

  afterEach(() => vm.close())

  const STATUS = '{\n  "status": "running",\n  "singlestep": false,\n  "running": true\n}\n'

  test.each([false, true])('the result is printed for human eyes; pretty=%s', async pretty => {
    await vm.qmp.listen(path, { pretty })
    expect(await runToEnd('qmp', path, 'query-status')).toEqual({ status: 0, out: STATUS, err: '' })
    expect(await runToEnd('qmp', path, 'stop')).toEqual({ status: 0, out: '{}\n', err: '' })
    expect(vm.status).toBe('paused')
  })

  test('arguments are what the command takes, or one JSON object', async () => {
    await vm.qmp.listen(path)
    expect(await runToEnd('qmp', path, 'qom-list', 'path=/')).toMatchObject({ status: 0, err: '' })
    expect(await runToEnd('qmp', path, 'qom-list', '{"path": "/"}')).toMatchObject({ status: 0, err: '' })
    // As text, although it looks like a number: the command's argument is one.
    expect(await runToEnd('qmp', path, 'qom-list', 'path=1')).toEqual({
      status: 1,
      out: '',
      err: "DeviceNotFound: Device '1' not found\n",
    })
    expect(await runToEnd('qmp', path, 'query-status', 'now')).toEqual({
      status: 2,
      out: '',
      err: 'expected a JSON object or key=value, got now\n',
    })
  })

  test('--raw prints the reply as it came, an error too', async () => {
    await vm.qmp.listen(path)
    expect(await runToEnd('qmp', path, '--raw', 'query-status')).toEqual({
      status: 0,
      out: '{"return": {"status": "running", "singlestep": false, "running": true}}\n',
      err: '',
    })
    expect(await runToEnd('qmp', path, '--raw', 'nope')).toEqual({
      status: 1,
      out: '{"error": {"class": "CommandNotFound", "desc": "The command nope has not been found"}}\n',
      err: '',
    })
  })

  test('an error reply is told on stderr', async () => {
    await vm.qmp.listen(path)
    expect(await runToEnd('qmp', path, 'nope')).toEqual({
      status: 1,
      out: '',
      err: 'CommandNotFound: The command nope has not been found\n',
    })
  })

  test('--events prints events as they come until QEMU ends', async () => {
    await vm.qmp.listen(path)
    const terminal = new FakeTerminal()
    const end = run(['qmp', path, 'stop', '--events'], terminal)
    await terminal.printed(/\{\}\n/)
    vm.resume()
    vm.powerdown()
    expect(await end).toBe(0)
    const lines = terminal.out.replaceAll(/"timestamp": \{[^}]*\}/g, '"timestamp": {}').split('\n')
    expect(lines).toEqual([
      '{"timestamp": {}, "event": "STOP"}',
      '{}',
      '{"timestamp": {}, "event": "RESUME"}',
      '{"timestamp": {}, "event": "POWERDOWN"}',
      '{"timestamp": {}, "event": "VSERPORT_CHANGE", "data": {"open": false, "id": "channel0"}}',
      '{"timestamp": {}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}}',
      '',
    ])
    expect(terminal.err).toBe('')
  })

  test('mockvm call says what it is that it talks to', async () => {
    await vm.qmp.listen(path)
    const err = `${path} is QEMU's monitor and no agent. Try mockvm qmp ${path} query-status\n`
    expect(await runToEnd('call', path, 'query-status')).toEqual({ status: 1, out: '', err })
    const pretty = join(directory, 'pretty.sock')
    await vm.qmp.listen(pretty, { pretty: true })
    expect((await runToEnd('call', pretty, 'query-status')).err).toBe(err.replaceAll(path, pretty))
  })

  test('the socket of an agent greets nobody', async () => {
    await vm.listen(path)
    expect(await runToEnd('qmp', path, 'query-status', '--timeout', '0.05')).toEqual({
      status: 1,
      out: '',
      err: `${path}: no greeting within 0.05 s. Is it a monitor, and has it no other client?\n`,
    })
  })
})

describe('with something else', () => {
  let server: Server
  let clients: Socket[]

  async function serve(meet: (socket: Socket) => void): Promise<void> {
    clients = []
    server = createServer(socket => {
      clients.push(socket)
      meet(socket)
    })
    await new Promise<void>(resolve => server.listen(path, resolve))
  }

  afterEach(async () => {
    for (const client of clients ?? []) client.destroy()
    if (server?.listening) await new Promise(resolve => server.close(resolve))
  })

  const GREETING = '{"QMP": {"version": {}, "capabilities": []}}\r\n'

  /** Greets, agrees, and does that with the command. */
  const monitor = (answer: (socket: Socket) => void) => (socket: Socket) => {
    socket.write(GREETING)
    let lines = 0
    socket.on('data', () => (++lines === 1 ? socket.write('{"return": {}}\r\n') : answer(socket)))
  }

  test.each(["QEMU 7.2.22 monitor - type 'help' for more information\r\n", '{"return": 1}\n', '[]\n', ''])(
    'what does not greet as a monitor is none: %j',
    async text => {
      await serve(socket => socket.end(text))
      expect(await runToEnd('qmp', path, 'query-status')).toEqual({
        status: 1,
        out: '',
        err: `${path} is no monitor of QEMU. Give the path of mockvm serve --qmp PATH.\n`,
      })
    },
  )

  test('a reply in many pieces is put together, integers exact', async () => {
    await serve(
      monitor(socket => {
        for (const piece of ['{"ret', 'urn": 9223372036854', '775807}\r', '\n']) socket.write(piece)
      }),
    )
    expect(await runToEnd('qmp', path, 'query-x')).toEqual({ status: 0, out: '9223372036854775807\n', err: '' })
  })

  test('a command without a reply is given up after --timeout seconds', async () => {
    await serve(monitor(() => {}))
    expect(await runToEnd('qmp', path, 'query-x', '--timeout', '0.05')).toEqual({
      status: 1,
      out: '',
      err: 'query-x: no reply within 0.05 s: it may still be executed. Give it a longer --timeout.\n',
    })
  })

  test('a connection that ends before the reply is an error', async () => {
    await serve(monitor(socket => socket.end()))
    expect(await runToEnd('qmp', path, 'quit')).toEqual({
      status: 1,
      out: '',
      err: 'the connection ended without a reply to quit: it is unknown whether it was executed\n',
    })
  })

  test('a path where nobody listens is told', async () => {
    expect(await runToEnd('qmp', path, 'query-status')).toEqual({
      status: 1,
      out: '',
      err: `cannot connect to ${path}: No such file or directory. Give the path of mockvm serve --qmp PATH.\n`,
    })
  })
})
