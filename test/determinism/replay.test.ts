import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { replay } from '../../src/replay.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import type { TraceEvent } from '../../src/trace/events.js'
import { createVm, type Vm } from '../../src/vm.js'
import { talk } from '../commands/talk.js'

/** A guest in which thawing waits three seconds for its hook. */
const SLOW: ScenarioInput = {
  extends: 'default',
  agent: { fsfreezeHook: '/etc/hook' },
  files: { '/etc/hook': { content: '', mode: '0755' } },
  programs: [{ path: '/etc/hook', after: '3s' }],
}

async function send(vm: Vm, ...names: string[]): Promise<void> {
  const client = vm.connect()
  client.resume()
  for (const name of names) client.write(`{"execute":"${name}"}\n`)
  await turn()
}

const story = (events: readonly TraceEvent[]) =>
  events.filter(event => event.type === 'request' || event.type === 'reply').map(({ seq: _seq, ...event }) => event)

test('bytes, calls and the passing of time are done again in their order', async () => {
  await using vm = await createVm({ scenario: SLOW })
  await send(vm, 'guest-get-time', 'guest-fsfreeze-thaw', 'guest-get-time')
  const calls = [vm.call('guest-get-time'), vm.call('guest-file-open', { path: '/etc/passwd' })]
  vm.advance('10s')
  await Promise.all(calls)
  vm.advance('1s')
  await vm.call('guest-get-time')
  const { difference, events } = await replay(vm.events)
  expect(difference).toBeUndefined()
  expect(story(events)).toEqual(story(vm.events))
})

test('a reply that the next client gets goes there again', async () => {
  await using vm = await createVm({ scenario: SLOW })
  const gone = vm.connect()
  gone.write('{"execute":"guest-fsfreeze-thaw"}\n')
  gone.destroy()
  await turn()
  vm.advance('3s')
  await send(vm, 'guest-ping')
  const { difference, events } = await replay(vm.events)
  expect(difference).toBeUndefined()
  expect(events.filter(({ type }) => type === 'out')).toEqual([
    expect.objectContaining({ client: 2, data: '{"return": 0}\n' }),
    expect.objectContaining({ client: 2, data: '{"return": {}}\n' }),
  ])
})

test('a guest that was woken is woken again', async () => {
  await using vm = await createVm()
  await send(vm, 'guest-suspend-ram', 'guest-ping')
  vm.advance('1h')
  vm.wakeup()
  await turn()
  const { difference, events } = await replay(vm.events)
  expect(difference).toBeUndefined()
  expect(story(events)).toEqual(story(vm.events))
})

test('the first reply that is not the same is told', async () => {
  await using vm = await createVm()
  await send(vm, 'guest-ping', 'guest-get-host-name')
  const forged = vm.events.map(event => (event.type === 'out' ? { ...event, data: '{"return": {}}\n' } : event))
  const { difference } = await replay(forged)
  expect(difference).toMatchObject({ expected: '{"return": {}}\n', got: '{"return": {"ho' })
})

test('a journal without its beginning is refused', async () => {
  await using vm = await createVm()
  await send(vm, 'guest-ping')
  await expect(replay(vm.events.slice(1))).rejects.toThrow(
    new RangeError('replay: expected a journal that begins with the event "start", got "connect", event 1'),
  )
  await expect(replay([])).rejects.toThrow(
    new RangeError('replay: expected a journal that begins with the event "start", got no event'),
  )
})

test('what is said of the scenario makes the same guest, overrides and options included', async () => {
  await using vm = await createVm({ scenario: 'minimal', seed: 'x', set: [{ path: 'vcpus', value: 3 }] })
  await vm.call('guest-get-vcpus')
  await send(vm, 'guest-get-vcpus', 'guest-get-osinfo')
  expect((await replay(vm.events)).difference).toBeUndefined()
})

test('over a serial line, whose bytes come in two goes', async () => {
  const host = await talk({ agent: { transport: 'isa-serial' } })
  for (const command of ['guest-get-time', 'guest-get-osinfo', 'guest-ping']) {
    await host.ask(command)
    await host.more()
  }
  expect((await replay(host.vm.events)).difference).toBeUndefined()
})

test('a client of a serial line that was sent away by a rule has sent all it had', async () => {
  const host = await talk({ agent: { transport: 'isa-serial' } })
  host.vm.faults.add({ on: 'guest-ping', times: 1, drop: true, reset: 'after' })
  expect((await host.ask('guest-ping')) + (await host.more())).toBe('')
  expect(host.broken).toBe('ECONNRESET')
  await host.reconnect()
  expect((await host.ask('guest-get-host-name')) + (await host.more())).toBe('{"return": {"host-name": "mockvm"}}\n')
  const { difference, events } = await replay(host.vm.events)
  expect(difference).toBeUndefined()
  expect(story(events)).toEqual(story(host.vm.events))
})

test('a client that was sent away by the end of its agent stays until then, whoever waits behind it', async () => {
  const host = await talk({ agent: { transport: 'unix-listen' } })
  host.vm.do({ visitor: { send: '"', stay: '2s' } })
  host.vm.faults.add({ times: 1, drop: true })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.do({ agent: 'restart' })
  await host.reconnect()
  expect(await host.ask('guest-get-host-name')).toBe('{"return": {"host-name": "mockvm"}}')
  const { difference, events } = await replay(host.vm.events)
  expect(difference).toBeUndefined()
  expect(story(events)).toEqual(story(host.vm.events))
})
