/** The quirk `endsWhenLeftUnread`: a client of an agent on unix-listen goes with a reply unread in its socket. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { replay, type ScenarioInput, type TraceEvent, type Vm } from '../../src/index.js'
import { arrive, connect, Host, PING, PONG, story, sync, vmWith } from './host.js'
import { SocketHost } from './life/host.js'

const OPEN = '{"execute":"guest-file-open","arguments":{"path":"/dev/null"}}\n'
const STATUS = '{"execute":"guest-fsfreeze-status"}\n'
/** After 5.2 nothing of it has changed. */
const LATER = ['5.2.0', '7.2.22', '11.1.3']

function quirky(version: string, more: { retryPath?: boolean; scenario?: ScenarioInput } = {}): Promise<Vm> {
  const { retryPath = false, scenario = 'default' } = more
  return vmWith('unix-listen', { scenario, agent: { version, retryPath, quirks: { endsWhenLeftUnread: true } } })
}

/** A client that asks, reads nothing, and goes; `last` is what it says as it goes. */
async function leaveUnread(vm: Vm, last = ''): Promise<void> {
  const client = vm.connect()
  client.write(PING)
  await arrive()
  if (last !== '') client.write(last)
  client.destroy()
  await arrive()
}

async function happened(vm: Vm, type: TraceEvent['type'], times = 1): Promise<void> {
  while (vm.events.filter(event => event.type === type).length < times) await arrive()
}

function lines(vm: Vm): string[] {
  return vm.events.flatMap(event => {
    if (event.type === 'agent') return [`agent ${event.state}: ${event.reason}`]
    return event.type === 'disconnect' ? [`disconnect ${event.client}${event.unread ? ' unread' : ''}`] : []
  })
}

test.each(LATER)('ends an agent %s, and with it those who wait', async version => {
  const vm = await quirky(version)
  const client = vm.connect()
  const waiting = connect(vm)
  client.write(PING)
  await arrive()
  client.destroy()
  await arrive()
  const late = connect(vm)
  await arrive()
  expect([waiting.state, late.state]).toEqual(['ECONNRESET', 'ECONNREFUSED'])
  expect(lines(vm)).toEqual(['disconnect 1 unread', 'agent stopped: a client left with a reply unread'])
  vm.do({ agent: 'start' })
  expect(await connect(vm).send(PING)).toBe(PONG)
})

test('an agent 2.11.0 only drops the client', async () => {
  const vm = await quirky('2.11.0')
  await leaveUnread(vm)
  expect(await connect(vm).send(PING)).toBe(PONG)
  expect(story(vm)).toEqual(['connect 1', 'disconnect 1', 'connect 2'])
})

test.each(['virtio-serial', 'isa-serial', 'unix-listen'] as const)(
  'without it an agent on %s lives on',
  async transport => {
    const vm = await vmWith(transport, { agent: { version: '7.2.22' } })
    await leaveUnread(vm)
    expect(await connect(vm).send(PING)).toBe(PONG)
    expect(story(vm)).toEqual(['connect 1', 'disconnect 1', 'connect 2'])
  },
)

test.each(['virtio-serial', 'isa-serial'] as const)('with %s there is no such thing', async transport => {
  await expect(vmWith(transport, { agent: { quirks: { endsWhenLeftUnread: true } } })).rejects.toThrow(
    `agent.quirks.endsWhenLeftUnread: expected the transport unix-listen for this quirk, got ${transport}.`,
  )
})

describe('what counts is what was unread when the client went', () => {
  test('a client that has read all may go', async () => {
    const vm = await quirky('7.2.22')
    const client = connect(vm)
    expect(await client.send(PING)).toBe(PONG)
    await client.leave()
    expect(vm.agent.state).toBe('running')
  })

  test('so may one that goes before anything was said to it', async () => {
    const vm = await quirky('7.2.22')
    await connect(vm).sendAndLeave(OPEN)
    expect(await connect(vm).send(OPEN)).toBe('{"return": 1001}\n')
  })

  test('one that has read a part of it may not', async () => {
    const vm = await quirky('7.2.22')
    const client = vm.connect()
    client.write(PING)
    await arrive()
    expect(`${client.read(3)}`).toBe('{"r')
    client.destroy()
    await arrive()
    expect(vm.agent.state).toBe('stopped')
  })

  test('nor one that goes while its next request is being executed', async () => {
    const scenario: ScenarioInput = { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] }
    const vm = await quirky('7.2.22', { scenario })
    const client = vm.connect()
    client.write(PING)
    await arrive()
    client.write('{"execute":"guest-get-time"}\n')
    await arrive()
    client.destroy()
    await arrive()
    expect(vm.agent.state).toBe('running')
    vm.advance('1s')
    await arrive()
    expect(vm.agent.state).toBe('stopped')
  })

  // Tried with a real 7.2.22, which reads 4096 bytes at a time and forgets an error that comes with some of them.
  test.each([
    ...[0, 4096, 8192, 20_480].map(size => [size, 'stopped'] as const),
    ...[1, 62, 1024, 4095, 4097, 8191, 12_289].map(size => [size, 'running'] as const),
  ])('with %i bytes behind it that the agent had not read, it is %s', async (size, state) => {
    const vm = await quirky('7.2.22')
    await leaveUnread(vm, ' '.repeat(size))
    expect(vm.agent.state).toBe(state)
  })

  test('however they were cut, the agent ends only if they fill its reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 5 }), async sizes => {
        const vm = await quirky('7.2.22')
        vm.pause()
        const client = vm.connect()
        vm.resume()
        client.write(PING)
        await arrive()
        vm.pause()
        for (const size of sizes) client.write(' '.repeat(size))
        await arrive()
        client.destroy()
        await arrive()
        vm.resume()
        await arrive()
        const total = sizes.reduce((sum, size) => sum + size, 0)
        expect(vm.agent.state).toBe(total % 4096 === 0 ? 'stopped' : 'running')
        await vm.close()
      }),
      { seed: 21, numRuns: 40 },
    )
  })

  test('what the client said last is done in any case', async () => {
    const vm = await quirky('7.2.22')
    await leaveUnread(vm, OPEN.padStart(4096))
    expect(vm.agent.state).toBe('stopped')
    vm.do({ agent: 'start' })
    expect(await connect(vm).send(OPEN)).toBe('{"return": 1001}\n')
  })
})

describe('an agent that ends thaws what it has frozen', () => {
  const frozen: ScenarioInput = {
    extends: 'default',
    agent: { fsfreezeHook: '/etc/qemu/fsfreeze-hook' },
    programs: [{ path: '/etc/qemu/fsfreeze-hook', after: '2s' }],
  }

  test('and runs the hook', async () => {
    const vm = await quirky('7.2.22', { scenario: frozen })
    const freeze = vm.call('guest-fsfreeze-freeze')
    vm.advance('2s')
    expect(await freeze).toBe(2n)
    await leaveUnread(vm)
    expect(vm.guest.files.exists('/run/qga.state.isfrozen')).toBe(false)
    expect(vm.guest.mounts.blockMounts.some(mount => vm.guest.mounts.isFrozen(mount))).toBe(false)
    vm.advance('2s')
    expect(
      vm.events.flatMap(event =>
        event.type === 'guest' && event.change.what === 'process-start' ? [event.change.argv.join(' ')] : [],
      ),
    ).toEqual(['/etc/qemu/fsfreeze-hook freeze', '/etc/qemu/fsfreeze-hook thaw'])
    vm.do({ agent: 'start' })
    expect(await connect(vm).send(STATUS)).toBe('{"return": "thawed"}\n')
  })
})

describe('with retryPath', () => {
  test.each(LATER)('an agent %s listens again after 5 s, and aborts at its first client', async version => {
    const vm = await quirky(version, { retryPath: true })
    await leaveUnread(vm)
    const early = connect(vm)
    vm.advance('4.999s')
    const late = connect(vm)
    await arrive()
    expect([early.state, late.state]).toEqual(['ECONNREFUSED', 'ECONNREFUSED'])
    vm.advance('1ms')
    const client = connect(vm)
    await arrive()
    expect(client.state).toBe('ended')
    expect(lines(vm)).toEqual([
      'disconnect 1 unread',
      'agent paused: a client left with a reply unread; its channel is opened again in 5 s',
      'agent resumed: its channel is open again',
      'agent aborted: a channel that was opened again takes no client',
      'disconnect 2',
    ])
    vm.do({ agent: 'start' })
    expect(await connect(vm).send(PING)).toBe(PONG)
  })

  test('2.11.0 does not know it', async () => {
    const vm = await quirky('2.11.0', { retryPath: true })
    await leaveUnread(vm)
    expect(await connect(vm).send(PING)).toBe(PONG)
  })

  test('calls wait until it listens again, and a snapshot has what it waits for', async () => {
    const vm = await quirky('7.2.22', { retryPath: true })
    await leaveUnread(vm)
    vm.advance('2s')
    const snapshot = vm.snapshot()
    const call = vm.call('guest-sync', { id: 3 })
    vm.advance('3s')
    expect(await call).toBe(3n)
    vm.restore(snapshot)
    expect(vm.agent.state).toBe('paused')
    vm.advance('2.9s')
    expect(vm.agent.state).toBe('paused')
    vm.advance('0.1s')
    expect(vm.agent.state).toBe('running')
    expect(await connect(vm).send(PING)).toBe('')
    expect(vm.agent.state).toBe('stopped')
  })

  test('over a real socket nobody listens meanwhile', async () => {
    const vm = await quirky('7.2.22', { retryPath: true })
    const { path } = await vm.listen()
    const client = await SocketHost.connect(path)
    await client.send(PING)
    await happened(vm, 'out')
    await client.leave()
    await happened(vm, 'disconnect')
    await expect(SocketHost.connect(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    vm.advance('5s')
    const next = await SocketHost.connect(path)
    next.read()
    await happened(vm, 'disconnect', 2)
    await arrive()
    expect([next.take(), next.state]).toEqual(['', 'ended'])
    await expect(SocketHost.connect(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test.each(['auto', 'step'] as const)('in mode %s the clock goes on by itself', async mode => {
    const agent = { version: '7.2.22', retryPath: true, quirks: { endsWhenLeftUnread: true } }
    const vm = await vmWith('unix-listen', { clock: { mode }, agent })
    await leaveUnread(vm)
    expect(vm.agent.state).toBe('running')
    expect(vm.guest.clock.monotonic()).toBeGreaterThanOrEqual(5_000_000_000n)
  })
})

test('a journal of it is replayed', async () => {
  const vm = await quirky('7.2.22')
  await leaveUnread(vm)
  vm.do({ agent: 'start' })
  await leaveUnread(vm, OPEN)
  await leaveUnread(vm, OPEN.padStart(4096))
  const story = lines(vm).map(line => line.replace(/:.*/, ''))
  expect(story).toEqual([
    ...['disconnect 1 unread', 'agent stopped', 'agent started'],
    ...['disconnect 2', 'disconnect 3 unread', 'agent stopped'],
  ])
  expect((await replay(vm.events)).difference).toBe(undefined)
})

test('is a key of the scenario that can be set by itself', async () => {
  const set = [{ path: 'agent.quirks.endsWhenLeftUnread', value: true }]
  const vm = await vmWith('unix-listen', { scenario: 'debian-12', set })
  await leaveUnread(vm)
  expect(vm.agent.state).toBe('stopped')
  await expect(
    vmWith('unix-listen', { scenario: { agent: { quirks: { endsWhen: true } as object } } }),
  ).rejects.toThrow(
    'expected a known key, got "endsWhen". Known here: endsWhenLeftUnread, seesClientsLate, hangsUpOnEnd.',
  )
})

test('a second agent that takes its place has nothing of that in it', async () => {
  const vm = await quirky('7.2.22', { retryPath: true })
  await leaveUnread(vm)
  vm.do({ agent: 'restart' })
  const client = new Host(vm.connect())
  expect(await client.send(sync(1))).toBe('{"return": 1}\n')
  vm.advance('5s')
  expect(await client.send(sync(2))).toBe('{"return": 2}\n')
})
