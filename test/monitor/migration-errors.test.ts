/** Migrations that come to nothing: what is refused, what fails later, and what is left then. */
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVm, type Vm } from '../../src/index.js'
import { hearEvents, migrate, pair, reached, socketPath, told, vmWith } from './migration-host.js'

/** What query-migrate tells when it has failed. */
const failed = (error?: string) => ({ status: 'failed', ...(error !== undefined && { 'error-desc': error }) })

describe('migrate', () => {
  test.each([
    ['', undefined, "Parameter 'uri' expects a valid migration protocol"],
    ['x', undefined, "Parameter 'uri' expects a valid migration protocol"],
    ['defer', undefined, "Parameter 'uri' expects a valid migration protocol"],
    ['unix:', 'invalid Unix socket address'],
    ['tcp:1', "error parsing address '1'"],
    ['tcp:127.0.0.1:abc', 'address resolution failed for 127.0.0.1:abc: Servname not supported for ai_socktype'],
    ['fd:x', "File descriptor named 'x' has not been found"],
    ['rdma:1', "RDMA ERROR: bad RDMA migration address '1'"],
    ['rdma:127.0.0.1:1', 'RDMA ERROR: could not create CM channel'],
    ['exec:cat >/dev/null', 'mockvm: migration through a command (exec:) is not simulated'],
    ['tcp:127.0.0.1:1,ipv4=on', 'mockvm: the options ipv4=on of an address are not simulated'],
  ])('to "%s" is refused', async (uri, error, message = error) => {
    const vm = await vmWith()
    hearEvents(vm)
    expect(() => vm.qmp.execute('migrate', { uri })).toThrow(message)
    expect(vm.qmp.execute('query-migrate')).toEqual(failed(error))
    expect(told(vm)).toEqual(['MIGRATION setup', 'MIGRATION failed'])
    expect(vm.status).toBe('running')
  })

  const long = `/x${'/x'.repeat(79)}`
  test.each([
    ['unix:/nonexistent/s', "Failed to connect to '/nonexistent/s': No such file or directory"],
    ['unix:/tmp', "Failed to connect to '/tmp': Connection refused"],
    ['tcp:127.0.0.1:1', "Failed to connect to '127.0.0.1:1': Connection refused"],
    [`unix:${long}`, `UNIX socket path '${long}' is too long`],
  ])('to %s fails a little later, and may be repeated', async (uri, error) => {
    const vm = await vmWith()
    hearEvents(vm)
    expect(vm.qmp.execute('migrate', { uri })).toEqual({})
    expect(vm.qmp.execute('query-migrate')).toEqual({ status: 'setup' })
    await reached(vm, 'out', 'failed')
    expect(vm.qmp.execute('query-migrate')).toEqual(failed(error))
    expect(told(vm)).toEqual(['MIGRATION setup', 'MIGRATION failed'])
    expect(vm.status).toBe('running')
    expect(vm.qmp.execute('migrate', { uri })).toEqual({})
  })

  test('with resume is refused before anything happens', async () => {
    const vm = await vmWith()
    expect(() => vm.qmp.execute('migrate', { uri: 'unix:/x', resume: true })).toThrow(
      'Cannot resume if there is no paused migration',
    )
    expect(vm.qmp.execute('query-migrate')).toEqual({})
  })

  test('is refused where a guest is awaited', async () => {
    const vm = await vmWith({ incoming: 'defer' })
    expect(() => vm.qmp.execute('migrate', { uri: 'unix:/x' })).toThrow('Guest is waiting for an incoming migration')
  })

  test('to somebody who reads and says nothing goes on until it is cancelled', async () => {
    const path = socketPath()
    const server = createServer(socket => socket.resume()).listen(path)
    onTestFinished(() => void server.close())
    const vm = await vmWith()
    hearEvents(vm)
    vm.qmp.execute('migrate', { uri: `unix:${path}` })
    await reached(vm, 'out', 'active')
    vm.advance('1h')
    expect(vm.qmp.execute('query-migrate')).toMatchObject({ status: 'active' })
    expect(vm.qmp.execute('migrate_cancel')).toEqual({})
    await reached(vm, 'out', 'cancelled')
    expect(vm.qmp.execute('query-migrate')).toEqual({ status: 'cancelled' })
    expect(told(vm).slice(2)).toEqual(['MIGRATION active', 'MIGRATION cancelling', 'MIGRATION cancelled'])
    expect(vm.status).toBe('running')
    expect(vm.qmp.execute('migrate_cancel')).toEqual({})
  })

  test.each([
    ['somebody who speaks of other things', '220 mail.example.org ESMTP\n'],
    ['somebody who says little', 'no\n'],
    ['somebody who has a guest before it was sent', 'expected\nloaded\n'],
  ])('to %s fails', async (_, words) => {
    const path = socketPath()
    const server = createServer(socket => void socket.write(words)).listen(path)
    onTestFinished(() => void server.close())
    const vm = await vmWith()
    vm.qmp.execute('migrate', { uri: `unix:${path}` })
    await reached(vm, 'out', 'failed')
    expect(vm.qmp.execute('query-migrate')).toEqual(failed('mockvm: what listens there takes no guests'))
    expect(vm.status).toBe('running')
  })

  test('to somebody who has a guest as soon as one is expected fails while it has not been sent', async () => {
    const path = socketPath()
    const server = createServer(socket => {
      socket.write('expected\n')
      socket.once('data', () => socket.write('loaded\n'))
    }).listen(path)
    onTestFinished(() => void server.close())
    const vm = await vmWith({ migration: { downtime: '1m' } })
    vm.qmp.execute('migrate', { uri: `unix:${path}` })
    await reached(vm, 'out', 'failed')
    expect(vm.status).toBe('running')
    expect(vm.qmp.execute('query-migrate')).toEqual(failed('mockvm: what listens there takes no guests'))
  })

  test('ends with QEMU', async () => {
    const { source, target, uri } = await pair({ source: { migration: { duration: '1m' } } })
    source.qmp.execute('migrate', { uri })
    await reached(target, 'in', 'active')
    source.qmp.execute('quit')
    await reached(target, 'in', 'failed')
    expect([source.status, target.status]).toEqual(['exited', 'exited'])
  })
})

test('migrate_cancel without a migration does nothing', async () => {
  const vm = await vmWith()
  expect(vm.qmp.execute('migrate_cancel')).toEqual({})
  expect(vm.qmp.execute('query-migrate')).toEqual({})
})

describe('migrate-incoming', () => {
  test('is refused without -incoming', async () => {
    const vm = await vmWith()
    expect(() => vm.qmp.execute('migrate-incoming', { uri: 'unix:/x' })).toThrow(
      "'-incoming' was not specified on the command line",
    )
  })

  test.each([
    ['nope', 'unknown migration protocol: nope'],
    ['', 'unknown migration protocol: '],
    ['defer', 'unknown migration protocol: defer'],
    ['unix:', 'invalid Unix socket address'],
    ['unix:/nonexistent/x', 'Failed to bind socket to /nonexistent/x: No such file or directory'],
    ['unix:/tmp', 'Failed to unlink socket /tmp: Is a directory'],
    ['tcp:1', "error parsing address '1'"],
    ['fd:nope', "File descriptor named 'nope' has not been found"],
    ['rdma:1', "RDMA ERROR: bad RDMA migration address '1'"],
    ['rdma:127.0.0.1:1', 'RDMA ERROR: could not create rdma event channel'],
    ['exec:false', 'mockvm: migration through a command (exec:) is not simulated'],
  ])('of "%s" is refused, and may be repeated', async (uri, message) => {
    const vm = await vmWith({ incoming: 'defer' })
    expect(() => vm.qmp.execute('migrate-incoming', { uri })).toThrow(message)
    expect(() => vm.qmp.execute('migrate-incoming', { uri })).toThrow(message)
    // Whether or not anybody has asked for these events.
    expect(told(vm)).toEqual(['MIGRATION setup', 'MIGRATION setup'])
    expect(vm.qmp.execute('query-migrate')).toEqual({})
    expect(vm.status).toBe('inmigrate')
  })

  test('removes no file that is no socket', async () => {
    const path = socketPath()
    writeFileSync(path, 'precious')
    const vm = await vmWith({ incoming: 'defer' })
    expect(() => vm.qmp.execute('migrate-incoming', { uri: `unix:${path}` })).toThrow(
      `mockvm: ${path} is no socket, and stays`,
    )
  })

  test('awaits a guest once', async () => {
    const machines = {
      source: await vmWith(),
      target: await vmWith({ incoming: 'defer' }),
      uri: `unix:${socketPath()}`,
    }
    const { target, uri } = machines
    expect(target.qmp.execute('migrate-incoming', { uri })).toEqual({})
    const again = 'The incoming migration has already been started'
    expect(() => target.qmp.execute('migrate-incoming', { uri })).toThrow(again)
    await migrate(machines)
    expect(target.status).toBe('running')
    expect(() => target.qmp.execute('migrate-incoming', { uri })).toThrow(again)
    expect(existsSync(uri.slice('unix:'.length))).toBe(false)
  })
})

describe('-incoming', () => {
  test('where nobody can listen ends QEMU before it has begun', async () => {
    const scenario = { extends: 'default', qemu: { incoming: 'unix:/nonexistent/x' } }
    await expect(createVm({ scenario })).rejects.toThrow(
      'qemu.incoming: Failed to bind socket to /nonexistent/x: No such file or directory',
    )
  })

  test.each(['nope', 'exec:cat', 'unix:', 'tcp:1'])('%s is no such thing', async incoming => {
    await expect(createVm({ scenario: { extends: 'default', qemu: { incoming } } })).rejects.toThrow(
      'qemu.incoming: expected defer, or where to listen: unix:PATH or tcp:HOST:PORT',
    )
  })

  test('on a port that is taken ends QEMU when that is known', async () => {
    const server = createServer()
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => void server.close())
    const { port } = server.address() as { port: number }
    const vm = await vmWith({ incoming: `tcp:127.0.0.1:${port}` })
    await reached(vm, 'in', 'failed')
    expect(vm.events.at(-1)).toMatchObject({
      type: 'vm',
      state: 'exited',
      log: ['Failed to find an available port: Address already in use'],
    })
  })
})

/** Why the machine that awaited a guest gave up. */
function logOf(vm: Vm): readonly string[] | undefined {
  const event = vm.events.find(event => event.type === 'vm' && event.state === 'exited')
  return event?.type === 'vm' && event.state === 'exited' ? event.log : undefined
}

describe('a guest goes nowhere', () => {
  const GIVEN_UP = 'load of migration failed: Invalid argument'
  test.each([
    [
      'where there is less memory',
      { memory: { size: '1GiB' } },
      {},
      [
        'Size mismatch: pc.ram: 0x80000000 != 0x40000000: Invalid argument',
        "error while loading state for instance 0x0 of device 'ram'",
      ],
    ],
    [
      'where the machine is another',
      {},
      { machine: 'pc-i440fx-7.2' },
      ["Machine type received is 'pc-q35-7.2' and local is 'pc-i440fx-7.2'"],
    ],
    [
      'where another guest is awaited',
      { hostname: 'other', agent: { version: '6.2.0' } },
      {},
      [
        'mockvm: the guest is one of another scenario, with other hostname, agent. Give both the same scenario and seed.',
      ],
    ],
  ])('%s', async (_where, scenario, qemu, log) => {
    const source = await vmWith()
    const uri = `unix:${socketPath()}`
    const target = await vmWith({ ...qemu, incoming: uri }, scenario)
    const agent = await target.listen()
    hearEvents(source, target)
    source.qmp.execute('migrate', { uri })
    await Promise.all([reached(source, 'out', 'failed'), reached(target, 'in', 'failed')])
    expect(logOf(target)).toEqual([...log, GIVEN_UP])
    expect(told(target)).toEqual(['MIGRATION setup', 'MIGRATION active', 'MIGRATION failed'])
    expect(source.status).toBe('running')
    expect(told(source)).toEqual(['MIGRATION setup', 'MIGRATION_PASS 1', 'MIGRATION active', 'MIGRATION failed'])
    expect(source.qmp.execute('query-migrate')).toMatchObject({
      'error-desc': expect.stringMatching(/^Unable to write to socket: (Broken pipe|Connection reset by peer)$/),
    })
    // It has not taken them along.
    expect(existsSync(agent.path)).toBe(true)
  })
})

test('of a journal with a migration in it a replay is refused', async () => {
  const machines = await pair()
  await migrate(machines)
  const { replay } = await import('../../src/index.js')
  await expect(replay(machines.source.events)).rejects.toThrow(
    'replay: a journal with a migration in it cannot be replayed',
  )
})

test('what is closed while a guest leaves lets go of everything', async () => {
  const { source, target, uri } = await pair()
  source.qmp.execute('migrate', { uri })
  await Promise.all([source.close(), target.close()])
  expect(existsSync(uri.slice('unix:'.length))).toBe(false)
})
