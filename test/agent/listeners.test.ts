/** What a listener does to the VM is done to an agent that is in the middle of something. */
import { describe, expect, test } from 'vitest'
import type { FaultInput } from '../../src/scenario/actions.js'
import type { TraceEvent } from '../../src/trace/events.js'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const TIME = '{"execute":"guest-get-time"}\n'
const PING = '{"execute":"guest-ping"}\n'
const scenario = { extends: 'minimal' }

/** Calls it once, at the first event of that type. */
function atFirst(it: Talk, type: TraceEvent['type'], run: () => void): void {
  const stop = it.vm.onEvent(event => {
    if (event.type !== type) return
    stop()
    run()
  })
}

describe('an agent that is stopped inside a listener', () => {
  test.each<[string, TraceEvent['type'], FaultInput[]]>([
    ['as it begins a command', 'request', []],
    ['as it begins a command that would take long', 'request', [{ delay: '5s' }]],
    ['as it begins a command that would hang', 'request', [{ hang: true }]],
    ['as a rule fires', 'fault', [{ crlf: true }]],
    ['as a rule fires for a command that would take long', 'fault', [{ delay: '5s' }]],
    ['as it answers', 'reply', []],
    ['as it answers late', 'reply', [{ delay: '5s' }]],
    ['as it answers with an error', 'reply', [{ error: 'no' }]],
  ])('says nothing, and the next process knows nothing of it: %s', async (_name, type, faults) => {
    const it = await talk({ scenario })
    it.vm.faults.add(...faults.map(rule => ({ ...rule, on: 'guest-get-time' })))
    atFirst(it, type, () => it.vm.do({ agent: 'crash' }))
    expect(await it.send(TIME)).toBe('')
    it.vm.advance('5s')
    expect([await it.more(), it.vm.agent.state, it.vm.agent.isBusy]).toEqual(['', 'stopped', false])
    it.vm.do({ agent: 'start' })
    expect(await it.send(PING)).toBe(`${OK}\n`)
    expect(() => it.vm.snapshot()).not.toThrow()
  })

  test.each<[string, TraceEvent['type'], FaultInput[]]>([
    ['as it refuses', 'refused', []],
    ['as a rule fires', 'fault', [{ on: '*', crlf: true }]],
  ])('says nothing of what was no request: %s', async (_name, type, faults) => {
    const it = await talk({ scenario: { ...scenario, faults } })
    atFirst(it, type, () => it.vm.do({ agent: 'crash' }))
    expect(await it.send('\xff')).toBe('')
    for (const { name } of it.vm.faults.list()) it.vm.faults.remove(name)
    it.vm.do({ agent: 'start' })
    expect(await it.send(PING)).toBe(`${OK}\n`)
    expect(it.vm.agent.isBusy).toBe(false)
  })

  test.each(['request', 'fault'] as const)('runs no command: what it would have done is not done: %s', async type => {
    const it = await talk({ scenario: { extends: 'default', faults: [{ on: 'guest-shutdown', crlf: true }] } })
    atFirst(it, type, () => it.vm.do([{ agent: 'crash' }, { agent: 'start' }]))
    expect(await it.ask('guest-shutdown')).toBe('')
    expect(await it.ask('guest-ping')).toBe(OK)
    expect(it.vm.guest.power.state).toBe('running')
  })

  test('rejects the call that it was at', async () => {
    const { vm } = await talk({ scenario })
    vm.onEvent(event => void (event.type === 'request' && vm.do({ agent: 'crash' })))
    await expect(vm.call('guest-get-time')).rejects.toThrow(new Error('the agent is not running: it crashed'))
  })

  test('leaves what comes behind it to the next one', async () => {
    const it = await talk({ scenario })
    atFirst(it, 'reply', () => it.vm.do([{ agent: 'crash' }, { agent: 'start' }]))
    expect(await it.send(TIME)).toBe('')
    expect(await it.send(PING)).toBe(`${OK}\n`)
  })
})

test.each(['request', 'reply'] as const)('a VM that is restored inside a listener is as it was: %s', async type => {
  const it = await talk({ scenario })
  const snapshot = it.vm.snapshot()
  atFirst(it, type, () => it.vm.restore(snapshot))
  expect(await it.send(TIME)).toBe('')
  expect(it.vm.agent.isBusy).toBe(false)
  expect(await it.send(PING)).toBe(`${OK}\n`)
})

test('a call out of a listener comes behind the reply that is told of', async () => {
  const it = await talk({ scenario })
  it.vm.faults.add({ on: 'guest-get-host-name', delay: '1s' })
  const calls: Promise<unknown>[] = []
  atFirst(it, 'reply', () => {
    calls.push(it.vm.call('guest-get-time'))
  })
  await it.send(`{"execute":"guest-get-host-name"}\n${PING}`)
  it.vm.advance('1s')
  expect(await it.more()).toBe(`${returns('{"host-name": "localhost"}')}\n${OK}\n`)
  await Promise.all(calls)
  expect(it.vm.calls().map(({ name }) => name)).toEqual(['guest-get-host-name', 'guest-ping', 'guest-get-time'])
})

test('time that a request brings may end the process before the command begins', async () => {
  const { vm } = await talk({ scenario: { ...scenario, clock: { mode: 'step', step: '1s' } } })
  vm.guest.clock.after(1_000_000_000n, () => vm.do({ agent: 'restart' }))
  await expect(vm.call('guest-ping')).rejects.toThrow(new Error('the agent is not running: it is restarted'))
  expect(vm.calls()).toEqual([])
})

describe('an error after the command has been run', () => {
  test('comes also if the command fails by itself', async () => {
    const it = await talk({ scenario })
    it.vm.faults.add({ on: 'guest-file-close', error: { desc: 'forged', run: true } })
    expect(await it.ask('guest-file-close', { handle: 5 })).toBe(fails('forged'))
    expect(await it.ask('guest-file-close')).toBe(fails('forged'))
  })
})
