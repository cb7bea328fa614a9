import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { listenUnix, SocketPathError, type UnixListener } from '../../src/channel/unix-socket.js'
import { createVm, type TraceEvent, type Vm, type VmOptions } from '../../src/index.js'
import { EchoChannel, read, readAll } from './echo-channel.js'

let directory: string
let echo: EchoChannel
const listeners: UnixListener[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  echo = new EchoChannel('virtio-serial')
})

afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close()
  await echo.channel.close()
  rmSync(directory, { recursive: true })
})

async function listen(path?: string): Promise<UnixListener> {
  const listener = await listenUnix(echo.channel, path)
  listeners.push(listener)
  return listener
}

function dial(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** A socket file whose process is dead. */
function leaveStaleSocket(path: string): void {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL')
  expect(statSync(path).isSocket()).toBe(true)
}

async function refusal(path: string): Promise<string> {
  const error = await listen(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SocketPathError)
  return (error as Error).message
}

test('without a path, a socket in a fresh directory of mode 0700 is listened on, and nothing is left of it', async () => {
  const { path, close } = await listen().then(listener => ({ path: listener.path, close: () => listener.close() }))
  expect(path).toMatch(/\/mockvm-[^/]+\/agent\.sock$/)
  expect(statSync(dirname(path)).mode & 0o7777).toBe(0o700)
  const client = await dial(path)
  client.write('a\n')
  expect(await read(client, 5)).toBe('re:a\n')
  client.destroy()
  await close()
  expect(existsSync(dirname(path))).toBe(false)
})

test('a relative path is relative to the current directory', async () => {
  const path = relative(process.cwd(), join(directory, 'agent.sock'))
  const listener = await listen(path)
  expect(listener.path).toBe(path)
  const client = await dial(join(directory, 'agent.sock'))
  client.end('a\n')
  expect(await readAll(client)).toBe('re:a\n')
  await listener.close()
  expect(readdirSync(directory)).toEqual([])
})

test('unlinkNow removes the file at once', async () => {
  const listener = await listen()
  listener.unlinkNow()
  expect(existsSync(dirname(listener.path))).toBe(false)
})

test('a file that a user put into the fresh directory stays', async () => {
  const listener = await listen()
  const file = join(dirname(listener.path), 'notes')
  writeFileSync(file, '')
  await listener.close()
  expect(readdirSync(dirname(file))).toEqual(['notes'])
  rmSync(dirname(file), { recursive: true })
})

test('a socket that a dead process left behind is replaced', async () => {
  const path = join(directory, 'agent.sock')
  leaveStaleSocket(path)
  await listen(path)
  const client = await dial(path)
  client.end('a\n')
  expect(await readAll(client)).toBe('re:a\n')
  expect(readdirSync(directory)).toEqual(['agent.sock'])
})

test('of many that find the same stale socket, one gets it and its file stays', async () => {
  const path = join(directory, 'agent.sock')
  leaveStaleSocket(path)
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => listen(path)))
  expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1)
  const client = await dial(path)
  client.end('a\n')
  expect(await readAll(client)).toBe('re:a\n')
  expect(readdirSync(directory)).toEqual(['agent.sock'])
})

test('closing leaves alone the socket of another that has taken the path over', async () => {
  const path = join(directory, 'agent.sock')
  const mine = await listen(path)
  rmSync(path)
  const theirs = createServer().listen(path)
  await new Promise(resolve => theirs.once('listening', resolve))
  await mine.close()
  expect(lstatSync(path).isSocket()).toBe(true)
  expect(readdirSync(directory)).toEqual(['agent.sock'])
  await new Promise(resolve => theirs.close(resolve))
})

describe('refuses', () => {
  test('a path that is listened on', async () => {
    const path = join(directory, 'agent.sock')
    await listen(path)
    expect(await refusal(path)).toBe(
      `cannot listen on ${path}: another process is listening there. Stop it or choose another path.`,
    )
    const client = await dial(path)
    client.end('a\n')
    expect(await readAll(client)).toBe('re:a\n')
  })

  test('a path that is too long', async () => {
    const path = join('/tmp', 'x'.repeat(110))
    expect(await refusal(path)).toBe(
      `socket path is 115 bytes long, the limit is 107: ${path}. ` +
        'Choose a shorter one, such as /tmp/agent.sock, or one relative to the current directory.',
    )
  })

  test('a file and a directory', async () => {
    const path = join(directory, 'agent.sock')
    writeFileSync(path, 'precious')
    expect(await refusal(path)).toBe(
      `cannot listen on ${path}: a file is there, and only a socket would be replaced. ` +
        'Remove it or choose another path.',
    )
    mkdirSync(join(directory, 'd'))
    expect(await refusal(join(directory, 'd'))).toBe(
      `cannot listen on ${directory}/d: a directory is there, and only a socket would be replaced. ` +
        'Remove it or choose another path.',
    )
    expect(readdirSync(directory)).toEqual(['agent.sock', 'd'])
  })

  test('a directory that does not exist', async () => {
    expect(await refusal(join(directory, 'no/agent.sock'))).toBe(
      `cannot listen on ${directory}/no/agent.sock: there is no directory ${directory}/no. ` +
        `Create it first: mkdir -p ${directory}/no`,
    )
  })

  test('the empty path', async () => {
    expect(await refusal('')).toBe('socket path is empty. Name a file to create.')
  })
})

describe('on real sockets', () => {
  test('all that a client has sent before it left reaches the agent, though its replies are lost', async () => {
    const { path } = await listen()
    const client = await dial(path)
    const lines = Array.from({ length: 20_000 }, (_, number) => `line ${number}\n`).join('')
    await new Promise<void>(resolve => client.write(lines, () => resolve()))
    client.destroy()
    await echo.saw('disconnect', 1)
    const next = await dial(path)
    next.end('last\n')
    expect((await readAll(next)).endsWith('re:last\n')).toBe(true)
    expect(echo.received === `${lines}last\n`).toBe(true)
  })

  test('bytes sent to a busy agent by a client that has left with a reply unread are not lost', async () => {
    const { path } = await listen()
    const client = await dial(path)
    client.write('a\n')
    await echo.saw('out', 1)
    echo.channel.pause()
    client.write('b\n')
    await new Promise<void>(resolve => client.write('c\n', () => resolve()))
    client.destroy() // with a reply unread, so that the server's read fails with ECONNRESET
    await echo.saw('disconnect', 1)
    echo.channel.resume()
    expect(echo.received).toBe('a\nb\nc\n')
  })

  test('a waiting client is served when the first one leaves', async () => {
    const { path } = await listen()
    const [first, second] = [await dial(path), await dial(path)]
    second.end('b\n')
    first.write('a\n')
    expect(await read(first, 5)).toBe('re:a\n')
    first.end()
    expect(await readAll(second)).toBe('re:b\n')
  })

  test('a reply of 22 MB arrives whole', async () => {
    const { path } = await listen()
    const client = await dial(path)
    const reply = '0123456789\xff'.repeat(2_000_000)
    echo.onLine = () => echo.channel.write(reply)
    client.end('a\n')
    expect((await readAll(client)) === reply).toBe(true)
  })
})

describe('refuse and accept', () => {
  const state = (path: string) =>
    dial(path).then(
      client => {
        client.destroy()
        return 'connected'
      },
      (error: NodeJS.ErrnoException) => error.code,
    )

  test('connections are refused and the file stays, until the same path is listened on again', async () => {
    const path = join(directory, 'agent.sock')
    const listener = await listen(path)
    listener.refuse()
    expect([await state(path), readdirSync(directory)]).toEqual(['ECONNREFUSED', ['agent.sock']])
    listener.accept()
    const client = await dial(path)
    client.end('a\n')
    expect(await readAll(client)).toBe('re:a\n')
    expect(readdirSync(directory)).toEqual(['agent.sock'])
  })

  test('as often as one likes, and twice is once', async () => {
    const path = join(directory, 'agent.sock')
    const listener = await listen(path)
    for (let time = 0; time < 20; time++) {
      listener.refuse()
      listener.refuse()
      listener.accept()
      listener.accept()
    }
    expect([await state(path), readdirSync(directory)]).toEqual(['connected', ['agent.sock']])
    await listener.close()
    expect(readdirSync(directory)).toEqual([])
  })

  test('a client that is being served stays', async () => {
    const listener = await listen()
    const client = await dial(listener.path)
    listener.refuse()
    client.write('a\n')
    expect(await read(client, 5)).toBe('re:a\n')
    client.destroy()
  })

  test('with a path that is only short enough because it is relative', async () => {
    const folder = mkdtempSync(join('node_modules', '.mockvm-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'x'.repeat(106 - folder.length))
    const listener = await listen(path)
    listener.refuse()
    expect(await state(path)).toBe('ECONNREFUSED')
    listener.accept()
    expect(await state(path)).toBe('connected')
    await listener.close()
    expect(readdirSync(folder)).toEqual([])
  })

  test('the file of another that has taken the path over is left alone', async () => {
    const path = join(directory, 'agent.sock')
    const listener = await listen(path)
    listener.refuse()
    rmSync(path)
    const theirs = createServer(socket => socket.end('theirs')).listen(path)
    await new Promise(resolve => theirs.once('listening', resolve))
    listener.accept()
    expect(await readAll(await dial(path))).toBe('theirs')
    await listener.close()
    expect(readdirSync(directory)).toEqual(['agent.sock'])
    await new Promise(resolve => theirs.close(resolve))
  })

  test('closing a listener that refuses removes its file', async () => {
    const path = join(directory, 'agent.sock')
    const listener = await listen(path)
    listener.refuse()
    await listener.close()
    listener.accept()
    expect([await state(path), readdirSync(directory)]).toEqual(['ENOENT', []])
  })
})

describe('a VM behind a real socket', () => {
  const PING = '{"execute":"guest-ping"}\n'
  const PONG = '{"return": {}}\n'

  async function vmAt(options: VmOptions): Promise<{ vm: Vm; path: string }> {
    const vm = await createVm(options)
    onTestFinished(() => vm.close())
    const { path } = await vm.listen(join(directory, 'vm.sock'))
    return { vm, path }
  }

  /** Resolves when the connection is over, with how: "end", or the error. */
  function ending(client: Socket): Promise<string | undefined> {
    return new Promise(resolve => {
      client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      client.on('end', () => resolve('end'))
      client.resume()
    })
  }

  /** Everything that was sent has come to the channel. */
  async function served(vm: Vm, type: TraceEvent['type'], count = 1): Promise<void> {
    while (vm.events.filter(event => event.type === type).length < count) {
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  test('with unix-listen: a stop ends the connection, new ones are refused, the file stays, a start takes it over', async () => {
    const { vm, path } = await vmAt({ agent: { transport: 'unix-listen' } })
    const client = await dial(path)
    client.write(PING)
    expect(await read(client, PONG.length)).toBe(PONG)
    vm.do({ agent: 'stop' })
    expect(await ending(client)).toBe('end')
    await expect(dial(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(statSync(path).isSocket()).toBe(true)
    vm.do({ agent: 'start' })
    const next = await dial(path)
    next.end(PING)
    expect(await readAll(next)).toBe(PONG)
  })

  test('with unix-listen: a client that waited with bytes unread sees a reset when the agent stops', async () => {
    const { vm, path } = await vmAt({ agent: { transport: 'unix-listen' } })
    const [first, second] = [await dial(path), await dial(path)]
    first.write(PING)
    await new Promise<void>(resolve => second.write(PING, () => resolve()))
    expect(await read(first, PONG.length)).toBe(PONG)
    vm.do({ agent: 'crash' })
    expect(await Promise.all([ending(first), ending(second)])).toEqual(['end', 'ECONNRESET'])
  })

  test('with unix-listen: so does one that is served, if the agent dies with bytes of it unread', async () => {
    const { vm, path } = await vmAt({ agent: { transport: 'unix-listen' } })
    const client = await dial(path)
    client.write(PING)
    expect(await read(client, PONG.length)).toBe(PONG)
    vm.pause()
    await new Promise<void>(resolve => client.write(PING, () => resolve()))
    vm.do({ agent: 'crash' })
    expect(await ending(client)).toBe('ECONNRESET')
  })

  test('with unix-listen: an agent that starts late refuses until then', async () => {
    const { vm, path } = await vmAt({ agent: { transport: 'unix-listen', running: false } })
    await expect(dial(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    vm.do({ agent: 'start' })
    const client = await dial(path)
    client.end(PING)
    expect(await readAll(client)).toBe(PONG)
  })

  test('with virtio-serial: nobody notices a restart, and what is sent between is answered', async () => {
    const { vm, path } = await vmAt({})
    const client = await dial(path)
    client.write(PING)
    expect(await read(client, PONG.length)).toBe(PONG)
    vm.do({ agent: 'stop' })
    client.write(PING)
    await served(vm, 'in', 2)
    vm.do({ agent: 'start' })
    expect(await read(client, PONG.length)).toBe(PONG)
    client.destroy()
  })

  test('with virtio-serial: five requests and gone are five stale replies for the next client', async () => {
    const { vm, path } = await vmAt({})
    vm.do({ agent: 'deaf' })
    const first = await dial(path)
    first.end(PING.repeat(5))
    await served(vm, 'disconnect')
    vm.do({ agent: 'listen' })
    const next = await dial(path)
    expect(await read(next, 5 * PONG.length)).toBe(PONG.repeat(5))
    next.destroy()
  })

  test('with virtio-serial: a connection made while the firmware runs is deaf, and another one is not', async () => {
    const { vm, path } = await vmAt({ agent: { running: false, port: 'firmware' } })
    const deaf = await dial(path)
    deaf.write(PING)
    await served(vm, 'lost')
    vm.do({ agent: 'start' })
    deaf.write(PING)
    await served(vm, 'lost', 2)
    deaf.destroy()
    const client = await dial(path)
    client.end(PING)
    expect(await readAll(client)).toBe(PONG)
  })

  test('with isa-serial: a client that stays gets its replies', async () => {
    const { path } = await vmAt({ agent: { transport: 'isa-serial' } })
    const client = await dial(path)
    client.write(PING.repeat(100))
    expect(await read(client, 100 * PONG.length)).toBe(PONG.repeat(100))
    client.destroy()
  })
})
