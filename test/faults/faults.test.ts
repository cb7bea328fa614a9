import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Faults } from '../../src/faults/faults.js'
import { Clock } from '../../src/guest/clock.js'
import { Random } from '../../src/guest/random.js'
import type { FaultInput } from '../../src/scenario/actions.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import { createVm } from '../../src/vm.js'
import { noise, steadfastGuest, traffic } from '../agent/requests.js'
import { fails, OK, type Talk, talk } from '../commands/talk.js'

const PING = '{"execute":"guest-ping"}\n'

function host(faults: FaultInput | FaultInput[], more: ScenarioInput = {}): Promise<Talk> {
  return talk({ scenario: { extends: 'minimal', faults: [faults].flat(), ...more } })
}

describe('a rule that never fires changes no byte', () => {
  /** All that an agent says to these bytes, in these pieces. */
  async function said(scenario: ScenarioInput, pieces: readonly Buffer[]): Promise<string> {
    await using vm = await createVm({ scenario })
    let got = ''
    const client = vm.connect().on('data', chunk => {
      got += chunk.toString('latin1')
    })
    for (const piece of pieces) {
      client.write(piece)
      await new Promise(resolve => setImmediate(resolve))
    }
    for (let before = -1; before !== got.length; await new Promise(resolve => setImmediate(resolve)))
      before = got.length
    return got
  }

  test.each<[string, FaultInput]>([
    ['on requests', { direction: 'request', drop: true, after: 1_000_000 }],
    ['on replies', { drop: true, probability: 0, after: 1_000_000 }],
    ['on nobody', { direction: 'request', drop: true, where: { nobody: 'has that' } }],
  ])('%s', async (_name, rule) => {
    const cases = fc
      .tuple(fc.oneof(traffic, noise), fc.nat(200))
      .map(([bytes, at]) => [bytes.subarray(0, at), bytes.subarray(at)])
    await fc.assert(
      fc.asyncProperty(cases, async pieces => {
        const without = await said(steadfastGuest, pieces)
        expect(await said({ ...steadfastGuest, faults: [rule] }, pieces)).toBe(without)
      }),
      { numRuns: 60, seed: 8 },
    )
  })
})

describe('a snapshot', () => {
  test('can not hold a function: where it is not known, nothing is restored', async () => {
    await using vm = await createVm({ scenario: 'minimal' })
    const [name = ''] = vm.faults.add({ on: 'guest-sync', where: () => true, error: 'no' })
    vm.guest.files.writeFile('/a', 'one')
    const snapshot = structuredClone(vm.snapshot())
    vm.faults.remove(name)
    vm.guest.files.writeFile('/a', 'two')
    expect(() => vm.restore(snapshot)).toThrow(
      new TypeError(
        'restore: expected the fault rule "guest-sync: error "no"" with its function to be there; add it first',
      ),
    )
    expect(vm.guest.files.readFile('/a', 'utf8')).toBe('two')
    vm.faults.add({ on: 'guest-sync', where: () => false, error: 'no' })
    vm.restore(snapshot)
    expect(vm.guest.files.readFile('/a', 'utf8')).toBe('one')
    expect(await vm.call('guest-sync', { id: 1 })).toBe(1n)
  })

  test('forgets what hangs, as it forgets what is executed', async () => {
    const it = await host({ times: 1, hang: true })
    const snapshot = it.vm.snapshot()
    const call = it.vm.call('guest-ping')
    it.vm.restore(snapshot)
    await expect(call).rejects.toThrow(new Error('the VM was restored to a snapshot'))
    it.vm.faults.release()
    expect(await it.ask('guest-ping')).toBe('')
    it.vm.faults.release()
    expect(await it.more()).toBe(`${OK}\n`)
  })

  test('is refused while a command hangs', async () => {
    const it = await host({ times: 1, hang: true })
    await it.ask('guest-ping')
    expect(() => it.vm.snapshot()).toThrow(
      new Error('snapshot: expected an idle agent, but it is executing guest-ping; advance the clock first'),
    )
  })
})

describe('a VM that is closed', () => {
  test.each<[string, FaultInput]>([
    ['a command that hangs', { hang: true }],
    ['a command that takes long', { delay: '1h' }],
    ['a reply under way', { delay: '1h', direction: 'reply' }],
    ['a request under way', { delay: '1h', direction: 'request' }],
    ['bytes that come slowly', { chunks: { size: 1, pause: '1s' } }],
    ['an agent that would start again', { crash: { when: 'before', restart: '1h' } }],
    ['a port that would open', { portClosed: '1h' }],
  ])('with %s forgets it', async (_name, rule) => {
    const it = await host(rule)
    await it.send(PING + PING)
    const call = it.vm.call('guest-ping').catch((error: Error) => error.message)
    await it.more()
    await it.vm.close()
    expect(it.vm.guest.clock.nextDue()).toBeUndefined()
    expect(['the VM is closed', 'guest-ping: the agent is not running']).toContain(
      await call.then(it => it ?? 'the VM is closed'),
    )
    const count = it.vm.events.length
    await it.more()
    expect(it.vm.events.length).toBe(count)
  })
})

describe('a command that hangs', () => {
  test.each(['restart', 'crash', 'stop'] as const)('is gone with the process: agent %s', async agent => {
    const it = await host({ hang: true, times: 1 })
    const call = it.vm.call('guest-ping').catch((error: Error) => error.message)
    it.vm.do({ agent })
    expect(await call).toMatch(/^the agent is not running: it (?:is restarted|crashed|was stopped)$/)
    it.vm.faults.release()
    it.vm.do({ agent: 'start' })
    expect(await it.ask('guest-ping')).toBe(OK)
  })

  test('of a paused VM that is released goes on when the VM does', async () => {
    const it = await host({ hang: true, times: 1 })
    expect(await it.send(PING + PING)).toBe('')
    it.vm.pause()
    it.vm.faults.release()
    it.vm.resume()
    expect(await it.more()).toBe(`${OK}\n${OK}\n`)
  })
})

describe('what stands still for two reasons goes on when both are gone', () => {
  test.each([
    ['pause first', ['pause', 'suspend', 'resume', 'wakeup']],
    ['suspend first', ['suspend', 'pause', 'wakeup', 'resume']],
    ['one inside the other', ['pause', 'suspend', 'wakeup', 'resume']],
  ] as const)('%s', async (_name, [first, second, third, last]) => {
    // Before 9.0 QEMU does not stop what is suspended.
    const it = await host([], { qemu: { version: '9.2.0' } })
    it.vm.do([{ vm: first }, { vm: second }, { vm: third }])
    expect(await it.send(PING)).toBe('')
    it.vm.do({ vm: last })
    expect(await it.more()).toBe(`${OK}\n`)
  })

  test('a guest that was suspended when its power was cut boots awake', async () => {
    const it = await host([])
    it.vm.do([{ vm: 'suspend' }, { vm: 'off' }, { vm: 'suspend' }, { vm: 'wakeup' }])
    expect(await it.ask('guest-ping')).toBe(OK)
    it.vm.do([{ vm: 'suspend' }, { vm: 'reset' }, { vm: 'resume' }])
    expect(await it.ask('guest-ping')).toBe(OK)
  })

  test('a delay of the agent’s goes by the clock of the guest, one of the line’s does not', async () => {
    const it = await host([
      { on: 'guest-ping', delay: '10s' },
      { on: 'guest-get-host-name', delay: '10s', direction: 'reply' },
    ])
    await it.send('{"execute":"guest-get-host-name"}\n')
    await it.send(PING)
    it.vm.advance('4s')
    it.vm.pause()
    it.vm.advance('1h')
    expect(await it.more()).toBe('{"return": {"host-name": "localhost"}}\n')
    it.vm.resume()
    it.vm.advance('5999ms')
    expect(await it.more()).toBe('')
    it.vm.advance('1ms')
    expect(await it.more()).toBe(`${OK}\n`)
  })
})

test('what is done to a client when there is none is nothing', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  vm.faults.add({ disconnect: 'before', reset: 'after', deaf: '1s' })
  vm.do([{ client: 'disconnect' }, { client: 'reset' }])
  await vm.call('guest-ping')
  expect(vm.events.filter(({ type }) => type === 'disconnect')).toEqual([])
})

test('what happens is told: the rule, the command, and what it does', async () => {
  const it = await host([
    { name: 'late', on: 'guest-ping', delay: { from: '2s', to: '2s' }, truncate: 5 },
    { name: 'lost', direction: 'request', on: 'guest-ping', duplicate: true },
    { name: 'noise', on: '*', garbage: '#' },
  ])
  await it.send(`\xff${PING}`)
  const faults = it.vm.events.flatMap(({ at: _at, seq: _seq, ...event }) => (event.type === 'fault' ? [event] : []))
  expect(faults).toEqual([
    { type: 'fault', rule: 'noise', name: '', effect: 'garbage before' },
    { type: 'fault', rule: 'lost', name: 'guest-ping', effect: 'duplicate 2' },
    { type: 'fault', rule: 'late', name: 'guest-ping', id: 0, effect: 'delay 2s, truncate 5' },
    { type: 'fault', rule: 'noise', name: 'guest-ping', id: 0, effect: 'garbage before' },
  ])
})

test('what does not answer does not answer forged either', async () => {
  const it = await host({ on: 'guest-shutdown', return: {} })
  expect(await it.ask('guest-shutdown')).toBe('')
  expect(it.vm.guest.power.state).toBe('running')
})

test('an error of a command that answers nothing else is an answer', async () => {
  const it = await host({ on: 'guest-shutdown', error: 'no' })
  expect(await it.ask('guest-shutdown')).toBe(fails('no'))
})

test('without rules bytes and replies are handed on as they are', () => {
  const got: unknown[] = []
  const unused = () => expect.unreachable()
  const clock = new Clock({ mode: 'manual', now: 0n, timezone: 'UTC', step: 1n, uptime: 0n })
  const faults = new Faults({
    ...{ rules: [], syntax: '2.11', clock, random: new Random(''), isTrue: unused, perform: unused, emit: unused },
    ...{ hasRoom: unused, isOpen: unused, client: unused },
    toAgent: bytes => got.push(bytes),
    toHost: data => got.push(data),
  })
  const bytes = Buffer.from('{"exec')
  faults.request(bytes, 1)
  expect(faults.begin({ id: 0, name: 'guest-ping' }, new Map())).toBeUndefined()
  faults.reply('{}', { id: 0, name: 'guest-ping' })
  faults.reply('{}', undefined)
  expect(got).toEqual([bytes, '{}', '{}'])
  expect(got[0]).toBe(bytes)
})
