/** The same seed and the same deeds: the same bytes at the same times, whatever goes wrong. */
import type { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { replay } from '../../src/replay.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import type { TraceEvent } from '../../src/trace/events.js'
import { decodeEvent, encodeEvent } from '../../src/trace/jsonl.js'
import { createVm, type Vm } from '../../src/vm.js'
import { type Asker, play } from '../faults/play.js'
import { guestOf, type Sequence, withoutFifo } from '../faults/sequences.js'

/** Everything that draws from chance, or comes by itself. */
const SHAKY: ScenarioInput = {
  extends: 'minimal',
  seed: 1,
  files: { '/etc/motd': 'hello\n' },
  faults: [
    { on: 'guest-get-*', probability: 0.5, delay: { from: '1s', to: '3s' } },
    { on: 'guest-file-*', delay: { mean: '500ms', deviation: '200ms' } },
    { on: 'guest-sync', delay: { p50: '10ms', p90: '1s', p99: '10s' }, direction: 'request' },
    { probability: 0.3, chunks: { size: [1, 20], pause: { from: '1ms', to: '30ms' } }, direction: 'reply' },
    { probability: 0.2, garbage: { before: 5, inside: 3, after: 5 } },
    { on: 'guest-ping', probability: 0.5, exhaust: 'memory' },
    { on: 'guest-info', bandwidth: 2000, times: 2 },
  ],
  timeline: [
    { at: '3s', do: { agent: 'restart' } },
    { every: '7s', times: 3, do: [{ vm: 'pause' }, { wait: '1500ms' }, { vm: 'resume' }] },
    { when: { reply: 'guest-get-*' }, wait: '100ms', do: { visitor: { send: '{"execute":"guest-get-time"}' } } },
    { when: { fault: '*short of*' }, times: 1, do: { time: { by: '-1h' } } },
  ],
}

const NAMES = ['guest-get-time', 'guest-ping', 'guest-info', 'guest-sync', 'guest-get-host-name', 'guest-file-open']

function request(name: string, number: number): string {
  const args = { 'guest-sync': { id: number }, 'guest-file-open': { path: '/etc/motd' } }[name]
  return `${JSON.stringify({ execute: name, arguments: args })}\n`
}

/** What came when, and when what happened. */
function story(events: readonly TraceEvent[]): string[] {
  return events.filter(({ type }) => type !== 'start').map(encodeEvent)
}

const turn = () => new Promise(resolve => setImmediate(resolve))

async function settle(): Promise<void> {
  for (let count = 0; count < 6; count++) await turn()
}

/** Asks for thirty things, half a second apart, from a client that reads all that comes. */
async function ask(vm: Vm, from = 0, to = 30): Promise<void> {
  const client = vm.connect().on('error', () => {})
  client.resume()
  for (let number = from; number < to; number++) {
    client.write(request(NAMES[number % NAMES.length] ?? '', number))
    await settle()
    vm.advance('500ms')
    await settle()
  }
  client.destroy()
  await settle()
  vm.advance('5m')
  await settle()
}

async function told(scenario: ScenarioInput): Promise<string[]> {
  await using vm = await createVm({ scenario })
  await ask(vm)
  return story(vm.events)
}

test('a seed gives the same bytes at the same times, another one others', async () => {
  const once = await told(SHAKY)
  expect(await told(SHAKY)).toEqual(once)
  expect(await told({ ...SHAKY, seed: 2 })).not.toEqual(once)
  const types = new Set(once.map(line => decodeEvent(line).type))
  for (const type of ['fault', 'action', 'vm', 'in', 'out', 'reply', 'agent']) expect(types).toContain(type)
})

test('a rule more takes nothing of the chance of the others', async () => {
  const fired = async (scenario: ScenarioInput) => {
    await using vm = await createVm({ scenario })
    for (let count = 0; count < 200; count++) await vm.call('guest-ping')
    return vm.events.flatMap(event => (event.type === 'fault' && event.rule === 'mine' ? [event.id] : []))
  }
  const mine = { name: 'mine', on: 'guest-ping', probability: 0.3, stale: true } as const
  const other = { name: 'other', probability: 0.5, stale: true } as const
  const alone = await fired({ extends: 'minimal', faults: [mine] })
  expect(alone.length).toBeGreaterThan(30)
  expect(await fired({ extends: 'minimal', faults: [other, mine, { ...other, name: 'third' }] })).toEqual(alone)
})

describe('a snapshot', () => {
  /** What a second client is told after the snapshot, from then on. */
  async function goOn(vm: Vm): Promise<string> {
    let got = ''
    const client = vm.connect().on('error', () => {})
    client.on('data', chunk => {
      got += `${vm.guest.clock.monotonic()} ${chunk.toString('latin1')}\n`
    })
    // The rest of the half request.
    client.write('ping"}\n')
    for (let count = 0; count < 20; count++) {
      await settle()
      vm.advance('700ms')
      if (count % 4 === 0) client.write(request('guest-ping', count) + request('guest-get-time', count))
    }
    await settle()
    client.destroy()
    return got
  }

  const LINE: ScenarioInput = {
    ...SHAKY,
    faults: [
      {
        on: 'guest-get-time',
        direction: 'reply',
        delay: { from: '1s', to: '3s' },
        chunks: { size: 5, pause: '200ms' },
      },
      { on: 'guest-ping', direction: 'request', delay: '900ms', times: 4 },
      { on: 'guest-sync', stale: true },
      { on: 'guest-get-host-name', reorder: true, every: 2 },
    ],
    timeline: [
      { at: '2s', do: [{ note: 'one' }, { wait: '1s' }, { agent: 'deaf' }, { wait: '300ms' }, { agent: 'listen' }] },
      { every: '1500ms', times: 8, do: { time: { by: '1s' } } },
      { when: { reply: 'guest-ping' }, wait: '250ms', times: 5, do: { time: { by: '-3s' } } },
    ],
  }

  test('goes on in another VM with half of a delayed reply, half a request and a time line to come', async () => {
    const cases = fc.record({
      names: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 }),
      wait: fc.integer({ min: 0, max: 6000 }),
      half: fc.constantFrom('', '{"execute": "guest-', '{"execute"'),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ names, wait, half }) => {
        await using vm = await createVm({ scenario: LINE })
        const client = vm.connect().on('error', () => {})
        client.resume()
        client.write(names.map(request).join('') + half)
        await settle()
        vm.advance(`${wait}ms`)
        await settle()
        client.destroy()
        await settle()
        const snapshot = vm.snapshot()
        const first = await goOn(vm)
        await using other = await createVm({ scenario: LINE })
        other.restore(snapshot)
        expect(await goOn(other)).toBe(first)
        vm.restore(snapshot)
        expect(await goOn(vm)).toBe(first)
      }),
      { numRuns: 100, seed: 3 },
    )
  })

  test('holds the counts of rules, and the rules that were added', async () => {
    await using vm = await createVm({
      scenario: { extends: 'minimal', faults: [{ name: 'a', times: 3, error: 'no' }] },
    })
    vm.faults.add({ name: 'b', on: 'guest-ping', times: 1, error: 'never' })
    await expect(vm.call('guest-ping')).rejects.toThrow('no')
    const snapshot = vm.snapshot()
    const before = vm.faults.list()
    vm.faults.remove('b')
    await expect(vm.call('guest-ping')).rejects.toThrow('no')
    vm.restore(snapshot)
    expect(vm.faults.list()).toEqual(before)
  })
})

describe('a journal is replayed', () => {
  async function expectSame(vm: Vm): Promise<void> {
    const { difference, events } = await replay(vm.events.map(encodeEvent).map(decodeEvent))
    expect(difference).toBeUndefined()
    expect(said(events)).toEqual(said(vm.events))
  }

  /** What was said and done, at what time. */
  function said(events: readonly TraceEvent[]): string[] {
    const kinds = ['out', 'request', 'reply', 'fault', 'action', 'agent', 'vm', 'guest', 'port', 'refused', 'lost']
    // Who took bytes may differ; and a rule with a name that was taken got another, which an action doesn't know.
    const alike = (event: TraceEvent) => {
      if (event.type === 'out') return { type: event.type, at: event.at, seq: 0, data: event.data }
      return { ...event, seq: 0, ...(event.type === 'action' && { text: '' }) }
    }
    return events.filter(({ type }) => kinds.includes(type)).map(event => encodeEvent(alike(event)))
  }

  test('with its faults, visitors and pauses', async () => {
    await using vm = await createVm({ scenario: SHAKY })
    await ask(vm)
    await expectSame(vm)
  })

  test('with what was done to the VM, once', async () => {
    await using vm = await createVm({ scenario: { extends: 'minimal', faults: [{ on: 'guest-sync', hang: true }] } })
    const client = vm.connect().on('error', () => {})
    client.resume()
    const send = async (...names: string[]) => {
      client.write(names.map(request).join(''))
      await settle()
    }
    await send('guest-get-time')
    vm.do([{ vm: 'pause' }, { wait: '2s' }, { vm: 'resume' }])
    await send('guest-get-time')
    vm.advance('5s')
    await send('guest-sync', 'guest-get-time')
    vm.advance('1s')
    vm.faults.release()
    await settle()
    vm.faults.add({ on: 'guest-get-time', times: 1, delay: { from: '1s', to: '2s' } }, { on: 'guest-ping', crlf: true })
    await send('guest-get-time', 'guest-ping')
    vm.advance('3s')
    vm.do({ vm: 'suspend' })
    await send('guest-get-time')
    vm.advance('1h')
    vm.wakeup()
    await settle()
    expect(() => vm.faults.remove('nobody')).toThrow(RangeError)
    vm.do([{ agent: 'restart' }, { time: { by: '-90s' } }, { visitor: { send: request('guest-get-time', 0) } }])
    await settle()
    await send('guest-get-time')
    client.destroy()
    await settle()
    await send('guest-ping')
    await expectSame(vm)
    expect(vm.events.filter(it => it.type === 'guest' && it.change.what === 'power')).toHaveLength(2)
  })

  /**
   * Asks, a second apart, and comes again only where it was sent away. A client that leaves while nobody reads is noticed
   * later, and the journal knows only that.
   */
  function patientHost(vm: Vm): Asker {
    let client: Duplex | undefined
    return {
      async call(name, args) {
        if (client === undefined || client.destroyed) {
          client = vm.connect().on('error', () => {})
          client.resume()
        }
        client.write(`${JSON.stringify({ execute: name, arguments: args })}\n`)
        await settle()
        vm.advance('1s')
        await settle()
      },
    }
  }

  test('of any sequence of faults and commands', async () => {
    await fc.assert(
      fc.asyncProperty(withoutFifo, async (it: Sequence) => {
        await using vm = await createVm({ scenario: guestOf(it) })
        await play(vm, it, patientHost(vm))
        await expectSame(vm)
      }),
      { numRuns: 200, seed: 5 },
    )
  })
})
