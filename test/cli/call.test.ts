import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVm, type Vm } from '../../src/vm.js'
import { runToEnd } from './fake-terminal.js'

let directory: string
let path: string
let vm: Vm

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  path = join(directory, 'a.sock')
  vm = await createVm()
})

afterEach(async () => {
  await vm.close()
  rmSync(directory, { recursive: true })
})

describe('with a guest', () => {
  beforeEach(async () => {
    await vm.listen(path)
  })

  test('the result is printed for human eyes, integers exact, in the order of the wire', async () => {
    await vm.call('guest-set-time', { time: 1_767_225_600_123_456_000n })
    expect(await runToEnd('call', path, 'guest-get-time')).toEqual({
      status: 0,
      out: '1767225600123456000\n',
      err: '',
    })
    expect((await runToEnd('call', path, 'guest-file-open', 'path=/etc/hostname', 'mode=r')).out).toBe('1000\n')
    expect((await runToEnd('call', path, 'guest-file-read', '{"handle": 1000}')).out).toBe(
      '{\n  "count": 7,\n  "buf-b64": "bW9ja3ZtCg==",\n  "eof": true\n}\n',
    )
  })

  test('--raw prints the reply as it came, an error too', async () => {
    expect(await runToEnd('call', path, 'guest-ping', '--raw')).toEqual({
      status: 0,
      out: '{"return": {}}\n',
      err: '',
    })
    expect(await runToEnd('call', '--raw', path, 'nope')).toEqual({
      status: 1,
      out: '{"error": {"class": "CommandNotFound", "desc": "The command nope has not been found"}}\n',
      err: '',
    })
  })

  test('an error reply is told on stderr', async () => {
    expect(await runToEnd('call', path, 'guest-file-close', 'handle=1')).toEqual({
      status: 1,
      out: '',
      err: "GenericError: handle '1' has not been found\n",
    })
  })

  test('replies meant for an earlier client are not believed', async () => {
    const gone = vm.connect()
    gone.write('{"execute":"guest-get-time"}{"execute":"guest-sync","arguments":{"id":1}}{"exec')
    gone.destroy()
    expect((await runToEnd('call', path, 'guest-ping')).out).toBe('{}\n')
  })

  test('a command that answers only failures is asked together with a second sync', async () => {
    expect(await runToEnd('call', path, 'guest-shutdown', 'mode=sideways')).toEqual({
      status: 1,
      out: '',
      err: 'GenericError: mode is invalid (valid values are: halt|powerdown|reboot\n',
    })
    expect(await runToEnd('call', path, 'guest-suspend-ram', '--timeout', '0.2')).toMatchObject({ status: 0, out: '' })
  })
})

describe('with something else', () => {
  let server: Server
  let clients: Socket[]

  /** Answers every line, or not. */
  async function answer(lines: (line: string, socket: Socket) => void): Promise<void> {
    clients = []
    server = createServer(socket => {
      clients.push(socket)
      socket.setEncoding('latin1').on('data', text => {
        for (const line of String(text).split('\n').filter(Boolean)) if (socket.writable) lines(line, socket)
      })
    })
    await new Promise<void>(resolve => server.listen(path, resolve))
  }

  afterEach(async () => {
    for (const client of clients ?? []) client.destroy()
    if (server?.listening) await new Promise(resolve => server.close(resolve))
  })

  const sync = (line: string, socket: Socket) =>
    socket.write(`noise\n\xff{"return": 1}\n\xff{"return": ${/"id": (\d+)/.exec(line)?.[1]}}\n`, 'latin1')

  test('an agent that says nothing is given up after --timeout seconds', async () => {
    await answer(() => {})
    expect(await runToEnd('call', path, 'guest-ping', '--timeout', '0.05')).toEqual({
      status: 1,
      out: '',
      err:
        'guest-ping: nothing answers, not even the sync within 0.05 s. Is the agent running? ' +
        'The command was sent with it: an agent that comes to it later executes it.\n',
    })
  })

  test('a connection that ends before the reply is an error', async () => {
    await answer((line, socket) => (line.includes('delimited') ? sync(line, socket) : socket.end()))
    expect(await runToEnd('call', path, 'guest-ping')).toEqual({
      status: 1,
      out: '',
      err: 'the connection ended without a reply to guest-ping: it is unknown whether it was executed\n',
    })
  })

  test('a connection that ends is success for a command that answers only failures', async () => {
    await answer((line, socket) => (line.includes('delimited') ? sync(line, socket) : socket.end()))
    expect(await runToEnd('call', path, 'guest-shutdown')).toEqual({ status: 0, out: '', err: '' })
  })

  test('a reply in many pieces is put together', async () => {
    await answer((line, socket) => {
      if (line.includes('delimited')) return void sync(line, socket)
      for (const piece of ['{"ret', 'urn": [1, ', '{"a": 0.5}]}', '\n']) socket.write(piece)
    })
    expect((await runToEnd('call', path, 'guest-info')).out).toBe('[\n  1,\n  {\n    "a": 0.5\n  }\n]\n')
  })

  test('a reply that is no JSON is shown', async () => {
    await answer((line, socket) =>
      line.includes('delimited') ? sync(line, socket) : socket.write('{"return": inf}\n'),
    )
    expect(await runToEnd('call', path, 'guest-info')).toEqual({
      status: 1,
      out: '',
      err: 'the reply to guest-info is not JSON: {"return": inf}\n',
    })
  })

  test('a path where nobody listens is told apart from a file that is not there', async () => {
    expect(await runToEnd('call', path, 'guest-ping')).toEqual({
      status: 1,
      out: '',
      err: `cannot connect to ${path}: there is no such file. Start one with mockvm serve --socket PATH.\n`,
    })
    writeFileSync(path, '')
    expect((await runToEnd('call', path, 'guest-ping')).err).toBe(
      `cannot connect to ${path}: nobody listens there any more. Start one with mockvm serve --socket PATH.\n`,
    )
  })
})
