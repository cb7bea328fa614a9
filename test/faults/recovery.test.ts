/**
 * The property that all of this is for: a client that follows the manual gets, whatever goes wrong, what the agent
 * answered to that very command, or an error that says that there is no answer. It never believes another's.
 *
 * Three kinds of faults are left out, since no client can tell them from an agent that works. A reply that a rule forges
 * (`return`, `error`, `bytes`) is one to all the world. With `reorder` a reply overtakes the answer to the sync in front
 * of it, and the order is all there is to tell whose a reply is. And a digit more in a number is a number.
 */
import type { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AgentClient } from '../../src/client/index.js'
import { loadNaiveClient } from '../../src/demo/demos.js'
import type { DemoClient, NaiveClientClass } from '../../src/demo/host.js'
import { createVm, type Vm } from '../../src/vm.js'
import { isTrue, saidTo, wasSaidTo } from './believed.js'
import { type Asker, play } from './play.js'
import { guestOf, sequence } from './sequences.js'

const RUNS = { numRuns: Number(process.env.RUNS ?? 1500), seed: Number(process.env.SEED ?? 20260101) }

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
    ...([{ vm: 'resume' }, { vm: 'wakeup' }, { agent: 'start' }, { agent: 'listen' }, { port: 'open' }] as const),
    { faults: { release: true } },
  ])
  // Replies that are late come before another, however long that takes.
  await vm.until(client.sync().catch(() => {}))
  vm.advance('1d')
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

describe('over sequences of commands and recoverable faults', () => {
  const count = { sequences: 0, calls: 0, results: 0 }
  const effects = new Set<string>()
  const errors = new Set<string>()

  test('a client that follows the manual is never deceived, and works again when the faults are over', async () => {
    const property = fc.asyncProperty(sequence, async it => {
      await using vm = await createVm({ scenario: guestOf(it) })
      const syncs: bigint[] = []
      using client = new AgentClient(() => vm.connect(), {
        timer: vm.timer,
        firstSyncId: 1_000_000n,
        onEvent: event => event.type === 'sent' && syncs.push(event.syncId),
      })
      const calls = await play(vm, it, client)
      for (const [index, { asked, outcome }] of calls.entries()) {
        if ('value' in outcome) count.results++
        else errors.add((outcome.error as Error).name)
        const said = saidTo(asked, syncs[index] ?? -1n, new Set(syncs), vm.events)
        expect({ asked, outcome, said, isTrue: isTrue(outcome, asked.name, said) }).toMatchObject({ isTrue: true })
      }
      for (const event of vm.events) {
        if (event.type === 'fault') for (const effect of event.effect.split(', ')) effects.add(effect)
      }
      count.sequences++
      count.calls += calls.length
      await calm(vm, client)
      await vm.until(client.ready())
      await vm.until(converse(client))
    })
    await fc.assert(property, RUNS)
  }, 120_000)

  test('so much was tried', () => {
    expect(count.sequences).toBeGreaterThanOrEqual(1000)
    expect(count.calls).toBeGreaterThan(8 * count.sequences)
    expect(count.results).toBeGreaterThan(count.calls / 5)
    expect([...errors].sort()).toEqual(['AgentDisconnected', 'AgentError', 'AgentProtocolError', 'AgentTimeout'])
    for (const effect of EFFECTS) expect([...effects].filter(it => it.startsWith(effect))).not.toEqual([])
    console.log(count)
  })

  test('a client that believes every line is deceived', async () => {
    const NaiveClient = await loadNaiveClient()
    let deceived = 0
    let sequences = 0
    for (const it of fc.sample(sequence, { ...RUNS, numRuns: 300 })) {
      await using vm = await createVm({ scenario: guestOf(it) })
      const client = naiveClient(vm, NaiveClient)
      const before = deceived
      for (const { asked, outcome } of await play(vm, it, client)) {
        if ('value' in outcome && !wasSaidTo(asked, outcome.value, vm.events)) deceived++
      }
      if (deceived > before) sequences++
      client.close()
    }
    console.log(deceived, sequences)
    expect(deceived).toBeGreaterThan(0)
  }, 120_000)
})
