import { expect, onTestFinished, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { createVm } from '../../src/index.js'
import { OK, Talk, talk } from '../commands/talk.js'

test('what a client has sent and repeated is all done when the agent comes', async () => {
  const host = await talk({ scenario: 'late-agent' })
  const dump = { path: 'pg_dump', arg: ['--all'] }
  expect(await host.ask('guest-exec', dump)).toBe('')
  host.vm.advance('99s')
  expect(await host.ask('guest-exec', dump)).toBe('')
  host.vm.advance('1s')
  expect(await host.more()).toBe('{"return": {"pid": 910}}\n{"return": {"pid": 911}}\n')
})

test('what a client has sent is gone with it', async () => {
  const host = await talk({ scenario: 'late-agent' })
  expect(await host.ask('guest-ping')).toBe('')
  await host.reconnect()
  host.vm.advance('100s')
  expect(await host.more()).toBe('')
  expect(await host.ask('guest-ping')).toBe(OK)
})

test('the 100 s begin when the first client comes', async () => {
  const vm = await createVm({ scenario: 'late-agent' })
  onTestFinished(() => vm.close())
  vm.advance('10m')
  const host = new Talk(vm)
  expect(await host.ask('guest-ping')).toBe('')
  vm.advance('99s')
  expect(await host.more()).toBe('')
  vm.advance('1s')
  expect(await host.more()).toBe(`${OK}\n`)
})

test('the naive client gives up, and three dumps run', async () => {
  const { result, error } = await playDemo('late-agent', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ started: false, runs: 3 })
})

test('the correct client waits, and one runs', async () => {
  const { result, error } = await playDemo('late-agent', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ started: true, runs: 1 })
})
