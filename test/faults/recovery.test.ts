/**
 * The property that all of this is for: a client that follows the manual gets, whatever goes wrong, what the agent
 * answered to that very command, or an error that says that there is no answer. It never believes another's.
 *
 * Three kinds of faults are left out, since no client can tell them from an agent that works. A reply that a rule forges
 * (`return`, `error`, `bytes`) is one to all the world. With `reorder` a reply overtakes the answer to the sync in front
 * of it, and the order is all there is to tell whose a reply is. And a digit more in a number is a number.
 *
 * Of a command that answers only failures the client says that it heard of none: that is held against what the agent said
 * only where nothing could keep it from being heard in time.
 */
import type { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AgentClient, AgentDisconnected, AgentTimeout, type Target } from '../../src/client/index.js'
import { loadNaiveClient } from '../../src/demo/demos.js'
import type { DemoClient, NaiveClientClass } from '../../src/demo/host.js'
import { createVm, type Vm } from '../../src/vm.js'
import { isTrue, type Outcome, type Sent, saidTo, wasSaidTo } from './believed.js'
import { type Asker, play } from './play.js'
import { guestOf, onOneConnection, passing, type Sequence, sequence } from './sequences.js'

const SEED = 20260101

/** The effects in the words of the time line. */
const EFFECTS = [
  ...['delay', 'drop', 'truncate', 'garbage', 'duplicate', 'crlf', 'in chunks', '5 bytes/s', 'disconnect', 'reset'],
  ...['hang', 'short of cpu', 'short of memory', 'crash before', 'crash during', 'crash after', 'deaf', 'port closed'],
  'stale',
]

/** Nothing goes wrong any more, and what was under way has come. */
async function calm(vm: Vm, client: AgentClient): Promise<void> {
  for (const { name } of vm.faults.list()) vm.faults.remove(name)
  // What ends by itself ends, and then what doesn't.
  vm.advance('1d')
  vm.do([
    ...([{ vm: 'resume' }, { vm: 'wakeup' }, { agent: 'start' }, { agent: 'listen' }] as const),
    ...(vm.agent.config.transport === 'unix-listen' ? [] : [{ port: 'open' } as const]),
    { faults: { release: true } },
  ])
  // Replies that are late come before another, however long that takes.
  await vm.until(client.sync().catch(() => {}))
  vm.advance('1d')
}

/** Not where there was no connection to send it on. */
function wasSent(outcome: Outcome): boolean {
  if ('value' in outcome) return true
  const { error } = outcome
  if (error instanceof AgentDisconnected) return error.wasSent
  return !(error instanceof AgentTimeout && error.phase === 'connect')
}

/** A whole conversation, which is right only if every single answer is. */
async function converse(client: AgentClient): Promise<void> {
  await client.call('guest-fsfreeze-thaw')
  const handle = await client.call('guest-file-open', { path: '/srv/3' })
  const { 'buf-b64': text } = await client.call('guest-file-read', { handle, count: 13 })
  expect(Buffer.from(text, 'base64').toString()).toBe('file 3 line 0')
  await client.call('guest-file-close', { handle })
  expect(await client.call('guest-sync', { id: 4711 })).toBe(4711n)
  const { pid } = await client.call('guest-exec', { path: '/bin/echo', arg: ['at last'], 'capture-output': true })
  expect(await client.call('guest-exec-status', { pid })).toMatchObject({
    'out-data': Buffer.from('at last\n').toString('base64'),
  })
}

/** The client that believes every line, and connects again when it has to. */
function naiveClient(vm: Vm, NaiveClient: NaiveClientClass): Asker & { close(): void } {
  let stream: Duplex | undefined
  let client: DemoClient | undefined
  return {
    call(name, args) {
      if (stream === undefined || stream.destroyed || stream.readableEnded) {
        client?.close()
        stream = vm.connect()
        client = new NaiveClient(stream, { timer: vm.timer })
      }
      return (client as DemoClient).call(name, args)
    },
    close: () => client?.close(),
  }
}

interface Playing {
  /** Where the client finds the agent. */
  target(vm: Vm): Target | Promise<Target>
  /** Until it works again, when the last command has been answered or given up. */
  recover(vm: Vm, client: AgentClient): Promise<void>
}

const inMemory = (vm: Vm) => () => vm.connect()

async function repaired(vm: Vm, client: AgentClient): Promise<void> {
  await calm(vm, client)
  await vm.until(client.ready())
  await vm.until(converse(client))
}

/** Rules that are not used up yet still fire, but only so often. */
async function byItself(vm: Vm, client: AgentClient): Promise<void> {
  const limit = 40
  for (let attempts = 0; attempts < limit; attempts++) {
    vm.advance('1d')
    try {
      await vm.until(client.ready())
      return await vm.until(converse(client))
    } catch (error) {
      if (attempts === limit - 1 || !(error instanceof Error && error.name.startsWith('Agent'))) throw error
    }
  }
}

describe('over sequences of commands and recoverable faults', () => {
  const count = { sequences: 0, calls: 0, results: 0 }
  const effects = new Set<string>()
  const errors = new Set<string>()
  const transports = new Set<string>()

  async function expectTruth(it: Sequence, { target, recover }: Playing): Promise<void> {
    await using vm = await createVm({ scenario: guestOf(it) })
    const sent: Sent[] = []
    using client = new AgentClient(await target(vm), {
      timer: vm.timer,
      firstSyncId: 1_000_000n,
      onEvent: event => event.type === 'sent' && sent.push({ syncId: event.syncId, from: vm.events.length }),
    })
    let index = 0
    const calls = await play(vm, it, client)
    for (const { asked, outcome } of calls) {
      if ('value' in outcome) count.results++
      else errors.add((outcome.error as Error).name)
      if (!wasSent(outcome)) continue
      const said = saidTo(asked, index++, sent, vm.events)
      expect({ asked, outcome, said, isTrue: isTrue(outcome, asked.name, said) }).toMatchObject({ isTrue: true })
    }
    expect(index).toBe(sent.length)
    for (const event of vm.events) {
      if (event.type === 'fault') for (const effect of event.effect.split(', ')) effects.add(effect)
    }
    transports.add(it.transport)
    count.sequences++
    count.calls += calls.length
    await recover(vm, client)
  }

  test('a client that follows the manual is never deceived, and works again when the faults are over', async () => {
    const property = fc.asyncProperty(sequence, it => expectTruth(it, { target: inMemory, recover: repaired }))
    await fc.assert(property, { seed: SEED, numRuns: 550 })
  }, 120_000)

  test('so does one that has a single connection, as long as that lasts', async () => {
    const target = (vm: Vm) => vm.connect()
    const property = fc.asyncProperty(onOneConnection, it => expectTruth(it, { target, recover: repaired }))
    await fc.assert(property, { seed: SEED, numRuns: 200 })
  }, 120_000)

  test('nobody has to mend anything where the faults pass by themselves', async () => {
    const property = fc.asyncProperty(passing, it => expectTruth(it, { target: inMemory, recover: byItself }))
    await fc.assert(property, { seed: SEED, numRuns: 250 })
  }, 120_000)

  test('over a unix socket it is the same', async () => {
    const target = async (vm: Vm) => (await vm.listen()).path
    const property = fc.asyncProperty(sequence, it => expectTruth(it, { target, recover: repaired }))
    await fc.assert(property, { seed: SEED + 1, numRuns: 60 })
  }, 120_000)

  test('so much was tried', () => {
    expect(count.sequences).toBeGreaterThanOrEqual(1000)
    expect(count.calls).toBeGreaterThan(8 * count.sequences)
    expect(count.results).toBeGreaterThan(count.calls / 5)
    expect([...errors].sort()).toEqual(['AgentDisconnected', 'AgentError', 'AgentProtocolError', 'AgentTimeout'])
    for (const effect of EFFECTS) expect([...effects].filter(it => it.startsWith(effect))).not.toEqual([])
  })

  test('a client that believes every line is deceived', async () => {
    const NaiveClient = await loadNaiveClient()
    let deceived = 0
    let sequences = 0
    for (const it of fc.sample(sequence, { seed: SEED, numRuns: 150 })) {
      await using vm = await createVm({ scenario: guestOf(it) })
      const client = naiveClient(vm, NaiveClient)
      const before = deceived
      for (const { asked, outcome } of await play(vm, it, client)) {
        if ('value' in outcome && !wasSaidTo(asked, outcome.value, vm.events)) deceived++
      }
      if (deceived > before) sequences++
      client.close()
    }
    expect(deceived).toBeGreaterThan(150)
    expect(sequences).toBeGreaterThan(50)
  }, 120_000)
})
