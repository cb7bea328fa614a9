/** TCP within one process, and unix sockets and TCP between two. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { type BuiltProgram, builtProgram } from '../cli/built-program.js'
import { migrate, reached, settled, socketPath, vmWith } from './migration-host.js'

interface Inet {
  readonly host: string
  readonly port: string
}

/** Where it is awaited, as soon as that is known. */
async function addressesOf(vm: Vm): Promise<readonly Inet[]> {
  for (;;) {
    const { 'socket-address': addresses } = vm.qmp.execute('query-migrate') as { 'socket-address'?: readonly Inet[] }
    if (addresses !== undefined) return addresses
    await settled()
  }
}

describe('over TCP', () => {
  test('a guest comes to a port that the kernel has chosen', async () => {
    const target = await vmWith({ incoming: 'tcp:127.0.0.1:0' })
    const [address] = await addressesOf(target)
    expect(address).toEqual({ type: 'inet', host: '127.0.0.1', port: expect.stringMatching(/^\d+$/), ipv4: true })
    const source = await vmWith()
    await migrate({ source, target, uri: `tcp:${address?.host}:${address?.port}` })
    expect([source.status, target.status]).toEqual(['postmigrate', 'running'])
  })

  test('any host is this one', async () => {
    const target = await vmWith({ incoming: 'tcp::0' })
    const [{ port } = { port: '' }] = await addressesOf(target)
    const source = await vmWith()
    await migrate({ source, target, uri: `tcp:localhost:${port}` })
    expect(target.status).toBe('running')
  })

  test('where it is awaited is known at once if it is said', async () => {
    const probe = await vmWith({ incoming: 'tcp:127.0.0.1:0' })
    const [{ port } = { port: '' }] = await addressesOf(probe)
    await probe.close()
    const target = await vmWith({ incoming: 'defer' })
    expect(target.qmp.execute('migrate-incoming', { uri: `tcp:127.0.0.1:${port}` })).toEqual({})
    expect(target.qmp.execute('query-migrate')).toEqual({
      'socket-address': [{ type: 'inet', host: '127.0.0.1', port, ipv4: true }],
    })
  })

  test('a name that has no address is told later', async () => {
    const source = await vmWith()
    source.qmp.execute('migrate', { uri: 'tcp:nope.invalid:4444' })
    await reached(source, 'out', 'failed')
    expect(source.qmp.execute('query-migrate')).toMatchObject({
      'error-desc': expect.stringMatching(
        /^address resolution failed for nope\.invalid:4444: (Name or service not known|Temporary failure in name resolution)$/,
      ),
    })
  })
})

/** A client that reads line by line. */
class Client {
  readonly #socket: Socket
  readonly #lines: AsyncIterator<string>

  constructor(path: string) {
    this.#socket = connect(path)
    this.#lines = createInterface({ input: this.#socket })[Symbol.asyncIterator]()
    onTestFinished(() => void this.#socket.destroy())
  }

  /** The next line that isn't an event. */
  async line(): Promise<unknown> {
    for (;;) {
      const { value, done } = await this.#lines.next()
      if (done) return undefined
      const message = JSON.parse(value) as object
      if (!('event' in message)) return message
    }
  }

  async ask(execute: string, args?: object): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ execute, arguments: args })}\n`)
    const reply = (await this.line()) as { return?: unknown } | undefined
    return reply !== undefined && 'return' in reply ? reply.return : reply
  }

  /** Until QEMU says that it has ended. */
  async ended(): Promise<void> {
    while ((await this.line()) !== undefined);
  }
}

describe('between two processes', () => {
  let program: BuiltProgram

  beforeAll(() => {
    program = builtProgram()
  }, 120_000)

  interface Served {
    readonly process: ChildProcess
    readonly monitor: Client
    readonly agent: string
  }

  async function serve(...args: string[]): Promise<Served> {
    const directory = dirname(socketPath())
    const [agent, qmp] = [join(directory, 'agent.sock'), join(directory, 'qmp.sock')]
    const process_ = spawn(
      process.execPath,
      [program.main, 'serve', 'default', '--quiet', '--socket', agent, '--qmp', qmp, ...args],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    onTestFinished(async () => {
      if (process_.exitCode === null && process_.kill('SIGKILL')) await once(process_, 'exit')
    })
    await once(process_.stdout, 'data')
    const monitor = new Client(qmp)
    await monitor.line()
    await monitor.ask('qmp_capabilities')
    return { process: process_, monitor, agent }
  }

  async function statusOf({ monitor }: Served): Promise<string> {
    return ((await monitor.ask('query-status')) as { status: string }).status
  }

  /** Until it is no longer under way. */
  async function outcome({ monitor }: Served): Promise<unknown> {
    for (;;) {
      const info = (await monitor.ask('query-migrate')) as { status: string }
      if (info.status !== 'setup' && info.status !== 'active') return info
    }
  }

  test('a guest goes from one to the other, with its handles', async () => {
    const path = socketPath()
    const target = await serve('--set', `qemu.incoming=unix:${path}`)
    const source = await serve()
    const here = new Client(source.agent)
    const handle = await here.ask('guest-file-open', { path: '/etc/hostname' })
    expect(await here.ask('guest-file-read', { handle, count: 3 })).toMatchObject({ count: 3, eof: false })
    expect(await statusOf(target)).toBe('inmigrate')
    expect(await source.monitor.ask('migrate', { uri: `unix:${path}` })).toEqual({})
    expect(await outcome(source)).toMatchObject({ status: 'completed' })
    const there = new Client(target.agent)
    const { 'buf-b64': rest } = (await there.ask('guest-file-read', { handle })) as { 'buf-b64': string }
    expect(Buffer.from(rest, 'base64').toString()).toBe('kvm\n')
    expect([await statusOf(source), await statusOf(target)]).toEqual(['postmigrate', 'running'])
    expect(existsSync(path)).toBe(false)
    source.process.kill('SIGTERM')
    await source.monitor.ended()
    expect(await there.ask('guest-ping')).toEqual({})
  }, 30_000)

  test('a target that is killed leaves the guest where it is', async () => {
    const target = await serve('--set', 'qemu.incoming=tcp:127.0.0.1:0')
    const source = await serve('--set', 'qemu.migration.duration=1h')
    const { 'socket-address': [{ port } = { port: '' }] = [] } = (await target.monitor.ask('query-migrate')) as {
      'socket-address'?: readonly Inet[]
    }
    await source.monitor.ask('migrate', { uri: `tcp:127.0.0.1:${port}` })
    target.process.kill('SIGKILL')
    expect(await outcome(source)).toMatchObject({
      status: 'failed',
      'error-desc': expect.stringMatching(/^(Unable to write to socket|Failed to connect)/),
    })
    expect(await statusOf(source)).toBe('running')
    expect(await new Client(source.agent).ask('guest-ping')).toEqual({})
  }, 30_000)
})
