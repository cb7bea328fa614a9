import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createVm, QapiError, ScenarioError, type Vm, type VmOptions } from '../src/index.js'
import { VERSION } from '../src/version.js'
import { request, steadfastGuest } from './agent/requests.js'
import { freezableGuest, HOOK } from './commands/freezable-guest.js'
import { OK, returns, Talk, talk } from './commands/talk.js'

const PING = '{"execute":"guest-ping"}'

describe('options', () => {
  test.each<[VmOptions, Record<string, unknown>]>([
    [{}, { name: 'default', hostname: 'mockvm', vcpus: 2, now: 1767225600000000000n, mode: 'manual' }],
    [{ scenario: 'minimal' }, { name: 'minimal', hostname: 'localhost', vcpus: 1 }],
    [{ scenario: { hostname: 'inline', vcpus: 3 } }, { name: 'inline', hostname: 'inline', vcpus: 3 }],
    [{ set: [{ path: 'vcpus', value: 5 }] }, { vcpus: 5 }],
    [{ clock: { mode: 'auto', now: '2020-01-01T00:00:00Z' } }, { mode: 'auto', now: 1577836800000000000n }],
    [{ clock: { now: 5n } }, { now: 5n, mode: 'manual' }],
  ])('%o', async (options, expected) => {
    const { vm } = await talk(options)
    const { guest, name } = vm
    expect({
      name,
      hostname: guest.hostname,
      vcpus: guest.vcpus.list().length,
      now: guest.clock.now(),
      mode: guest.clock.mode,
    }).toMatchObject(expected)
  })

  test('what is wrong with a scenario is told at once', async () => {
    await expect(createVm({ scenario: 'nowhere' })).rejects.toThrow(ScenarioError)
    await expect(createVm({ set: [{ path: 'vcpus', value: 'many' }] })).rejects.toThrow(ScenarioError)
    await expect(createVm({ agent: { version: '1.0' } })).rejects.toThrow(ScenarioError)
  })

  test('the document holds all that the VM was made of', async () => {
    const { vm } = await talk({ seed: 5, agent: { blockRpcs: ['guest-exec'] }, clock: { now: 7n } })
    expect(vm.document).toMatchObject({ seed: 5, agent: { blockRpcs: ['guest-exec'] }, clock: { now: '7' } })
    const { vm: copy } = await talk({ scenario: vm.document })
    expect(copy.document).toEqual(vm.document)
    expect(copy.snapshot()).toEqual(vm.snapshot())
  })

  test('chance draws from the seed, and from nothing else', async () => {
    const id = async (seed: number) => (await talk({ seed })).vm.guest.files.readFile('/etc/machine-id', 'utf8')
    expect(await id(1)).toBe(await id(1))
    expect(await id(1)).not.toBe(await id(2))
  })
})

describe('call', () => {
  test('integers may be numbers and come back as bigint', async () => {
    const { vm } = await talk()
    expect(await vm.call('guest-sync', { id: 5 })).toBe(5n)
    expect(await vm.call('guest-sync', { id: 2n ** 62n })).toBe(2n ** 62n)
    expect(await vm.call('guest-file-open', { path: '/etc/motd' })).toBe(1000n)
    expect(await vm.call('guest-file-read', { handle: 1000, count: 4 })).toEqual({
      count: 4n,
      'buf-b64': 'VGhpcw==',
      eof: false,
    })
    expect(await vm.call('guest-ping')).toBe(undefined)
  })

  test('an error of the agent rejects', async () => {
    const { vm } = await talk()
    await expect(vm.call('guest-file-close', { handle: 1 })).rejects.toThrow(
      new QapiError("handle '1' has not been found"),
    )
    await expect(vm.call('guest-nothing', { a: 1 })).rejects.toMatchObject({
      class: 'CommandNotFound',
      desc: 'The command guest-nothing has not been found',
    })
    await expect(vm.call('guest-ping' as string, { foo: 1 })).rejects.toThrow(
      new QapiError("Parameter 'foo' is unexpected"),
    )
  })

  test('a command that answers nothing resolves when it is done', async () => {
    const { vm } = await talk()
    expect(await vm.call('guest-shutdown')).toBe(undefined)
    expect(vm.guest.power.state).toBe('off')
  })

  test('it takes its turn after what came over the wire', async () => {
    const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK, after: '1s' }] }) })
    await host.send('{"execute":"guest-fsfreeze-freeze"}')
    const status = host.vm.call('guest-fsfreeze-status')
    host.vm.advance('1s')
    expect(await status).toBe('frozen')
  })
})

describe('what happened', () => {
  test('calls() tells what was asked for, over the wire or not', async () => {
    const host = await talk()
    await host.send(`${PING}{"execute":"guest-file-open","arguments":{"path":"/none"}}@`)
    await host.vm.call('guest-sync', { id: 1 })
    expect(host.vm.calls()).toEqual([
      { name: 'guest-ping', arguments: {}, at: 0n, doneAt: 0n, return: {} },
      {
        name: 'guest-file-open',
        arguments: { path: '/none' },
        at: 0n,
        doneAt: 0n,
        error: {
          class: 'GenericError',
          desc: "failed to open file '/none' (mode: 'r'): No such file or directory",
        },
      },
      { name: 'guest-sync', arguments: { id: 1n }, at: 0n, doneAt: 0n, return: 1n },
    ])
    expect(host.vm.calls('guest-ping').length).toBe(1)
  })

  test('every event has its time and its number', async () => {
    const host = await talk({ scenario: 'minimal' })
    host.vm.advance('1s')
    await host.send(PING)
    expect(host.vm.events.map(({ seq, at, type }) => `${seq} ${at} ${type}`)).toEqual([
      '0 0 start',
      '1 0 connect',
      '2 1000000000 in',
      '3 1000000000 request',
      '4 1000000000 reply',
      '5 1000000000 out',
    ])
    expect(host.vm.events[0]).toEqual({
      ...{ seq: 0, at: 0n, type: 'start', mockvm: VERSION, agent: '2.11.0' },
      scenario: host.vm.document,
    })
  })

  test('a listener hears of events until it is taken off', async () => {
    const host = await talk()
    const listener = vi.fn()
    const off = host.vm.onEvent(listener)
    await host.send('@')
    expect(listener.mock.calls.map(([event]) => event.type)).toEqual(['in', 'refused', 'out'])
    off()
    await host.send('@')
    expect(listener).toHaveBeenCalledTimes(3)
  })
})

describe('advance', () => {
  test.each([
    [1_500_000_000n, 1_500_000_000n],
    ['1h30m', 5_400_000_000_000n],
    ['250ms', 250_000_000n],
    [7, 7n],
  ])('%s', async (duration, nanoseconds) => {
    const { vm } = await talk()
    vm.advance(duration)
    expect(vm.guest.clock.monotonic()).toBe(nanoseconds)
  })

  test('what is no duration is refused', async () => {
    const { vm } = await talk()
    expect(() => vm.advance('soon')).toThrow(
      new RangeError('advance: expected nanoseconds or a text like "30s" or "1h30m", got "soon"'),
    )
  })

  test('a clock in mode real is not moved', async () => {
    const { vm } = await talk({ clock: { mode: 'real' } })
    expect(() => vm.advance('1s')).toThrow('use mode manual to advance it')
  })
})

describe('close', () => {
  test('ends connections, and may be called twice', async () => {
    const host = await talk()
    await Promise.all([host.vm.close(), host.vm.close()])
    await host.vm.close()
    await host.more()
    expect(host.closed).toBe(true)
    expect(host.vm.events.filter(event => event.type === 'stop').length).toBe(1)
  })

  test('a call that waits is rejected', async () => {
    const { vm } = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK, after: '30s' }] }) })
    const freeze = vm.call('guest-fsfreeze-freeze')
    const ping = vm.call('guest-ping')
    await vm.close()
    await expect(freeze).rejects.toThrow(new Error('the VM is closed'))
    await expect(ping).rejects.toThrow(new Error('the VM is closed'))
  })
})

describe('snapshot and restore', () => {
  test('all state goes back: files, handles, programs, clocks, the half-read request', async () => {
    const host = await talk()
    const { vm } = host
    await vm.call('guest-file-open', { path: '/tmp/x', mode: 'w' })
    await vm.call('guest-file-write', { handle: 1000, 'buf-b64': 'YQ==' })
    await vm.call('guest-exec', { path: 'pg_dump', arg: ['--all'], 'capture-output': true })
    await host.send('{"execute":"guest-sync",')
    vm.advance('1s')
    const snapshot = vm.snapshot()
    expect(snapshot).toEqual(structuredClone(snapshot))

    const finish = async () => [
      await host.send('"arguments":{"id":3}}'),
      await host.ask('guest-file-close', { handle: 1000 }),
      vm.guest.files.readFile('/tmp/x', 'utf8'),
      await host.ask('guest-exec-status', { pid: 910 }),
      vm.advance('2s'),
      await host.ask('guest-exec-status', { pid: 910 }),
      await host.ask('guest-get-time'),
      await host.ask('guest-file-open', { path: '/tmp/x' }),
    ]
    const expected = [
      `${returns('3')}\n`,
      OK,
      'a',
      returns('{"exited": false}'),
      undefined,
      returns('{"exitcode": 0, "out-data": "LS0gZHVtcGVkCg==", "exited": true}'),
      returns('1767225603000000000'),
      returns('1001'),
    ]
    expect(await finish()).toEqual(expected)
    vm.restore(snapshot)
    expect(await finish()).toEqual(expected)
    vm.restore(snapshot)
    expect(vm.snapshot()).toEqual(snapshot)
  })

  test('a snapshot is not taken in the middle of a command', async () => {
    const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK, after: '30s' }] }) })
    await host.send('{"execute":"guest-fsfreeze-freeze"}')
    expect(() => host.vm.snapshot()).toThrow(
      new Error('snapshot: expected an idle agent, but it is executing guest-fsfreeze-freeze; advance the clock first'),
    )
  })

  test('nor while requests wait in a guest that sleeps', async () => {
    const host = await talk()
    await host.send(`{"execute":"guest-suspend-ram"}${PING}`)
    expect(() => host.vm.snapshot()).toThrow(
      new Error('snapshot: expected an idle agent, but requests wait for the guest to wake up; wake it first'),
    )
  })

  test.each([
    [{ vm: 'pause' }, 'the VM to go on; resume it first'],
    [{ agent: 'deaf' }, 'the agent to read again; let it listen first'],
  ] as const)('nor while requests wait in an agent that was halted: %j', async (action, what) => {
    const host = await talk()
    host.vm.faults.add({ on: 'guest-get-time', delay: '5s' })
    await host.send(`{"execute":"guest-get-time"}${PING}`)
    host.vm.onEvent(event => {
      if (event.type === 'reply' && event.name === 'guest-get-time') host.vm.do(action)
    })
    host.vm.advance('5s')
    expect(() => host.vm.snapshot()).toThrow(
      new Error(`snapshot: expected an idle agent, but requests wait for ${what}`),
    )
  })

  test('a guest that sleeps sleeps again, and what came meanwhile is still to be read', async () => {
    const host = await talk()
    await host.send('{"execute":"guest-suspend-ram"}')
    await host.send(PING)
    const snapshot = host.vm.snapshot()
    for (let time = 0; time < 2; time++) {
      host.vm.restore(snapshot)
      expect(await host.more()).toBe('')
      host.vm.wakeup()
      expect(await host.more()).toBe(`${OK}\n`)
    }
  })

  test.each([
    'guest',
    'agent',
    'runState',
    'migration',
    'heldBack',
    'channel',
    'faults',
    'timeline',
    'agenda',
    'lostChannel',
  ])('what has no %s is no snapshot, and changes nothing', async part => {
    const { vm } = await talk()
    const { [part as 'guest']: _, ...rest } = vm.snapshot()
    vm.guest.files.writeFile('/var/new', 'text')
    const before = vm.snapshot()
    expect(() => vm.restore(rest as typeof before)).toThrow(
      new TypeError('restore: expected what vm.snapshot() gave, or a structuredClone of it'),
    )
    expect(vm.snapshot()).toEqual(before)
  })

  test('restoring ends a command that is being executed, and the agent reads again', async () => {
    const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK, after: '30s' }] }) })
    const snapshot = host.vm.snapshot()
    await host.send('{"execute":"guest-fsfreeze-freeze"}')
    await host.send(PING)
    const call = host.vm.call('guest-ping')
    host.vm.restore(snapshot)
    await expect(call).rejects.toThrow(new Error('the VM was restored to a snapshot'))
    // The ping stood in the channel, which was empty when the snapshot was taken.
    expect(await host.ask('guest-ping')).toBe(OK)
    host.vm.advance('30s')
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  })

  test('a guest that was off is off again', async () => {
    const host = await talk()
    await host.ask('guest-shutdown')
    const snapshot = host.vm.snapshot()
    host.vm.wakeup()
    expect(await host.ask('guest-ping')).toBe(OK)
    host.vm.restore(snapshot)
    expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual(['off', 'stopped'])
    expect(await host.ask('guest-ping')).toBe('')
  })

  test('after a restore, here or in another VM of the same kind, every command answers as it did', async () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: request },
      { weight: 1, arbitrary: fc.constantFrom('advance 1s', 'advance 3s') },
    )
    const steps = fc.array(step, { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        const [one, two] = [await newTalk(), await newTalk()]
        try {
          await play(one, before)
          const snapshot = one.vm.snapshot()
          const first = await play(one, after)
          one.vm.restore(snapshot)
          two.vm.restore(snapshot)
          expect(one.vm.snapshot()).toEqual(snapshot)
          expect(two.vm.snapshot()).toEqual(snapshot)
          expect(await play(one, after)).toEqual(first)
          expect(await play(two, after)).toEqual(first)
        } finally {
          await one.vm.close()
          await two.vm.close()
        }
      }),
      { seed: 21, numRuns: 60 },
    )
  })
})

async function newTalk(): Promise<Talk> {
  return new Talk(await createVm({ scenario: steadfastGuest }))
}

async function play(host: Talk, steps: readonly string[]): Promise<string[]> {
  const replies: string[] = []
  for (const step of steps) {
    if (step.startsWith('advance ')) host.vm.advance(step.slice('advance '.length))
    else replies.push(await host.send(step))
  }
  return replies
}

test('a VM is an async disposable', async () => {
  const vm: Vm = await createVm()
  await vm[Symbol.asyncDispose]()
  expect(vm.events.at(-1)?.type).toBe('stop')
})
