import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { returns, talk } from '../commands/talk.js'

test('a paused VM takes commands, answers nothing for 30 s, and then carries all of them out', async () => {
  const host = await talk({ scenario: 'paused-vm' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  host.vm.advance('29999ms')
  expect(await host.ask('guest-fsfreeze-status')).toBe('')
  host.vm.advance('1ms')
  expect(await host.more()).toBe('{"return": 2}\n{"return": "frozen"}\n')
})

test('what a host has sent goes with it when it leaves before', async () => {
  const host = await talk({ scenario: 'paused-vm' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  await host.reconnect()
  host.vm.advance('30s')
  expect(await host.more()).toBe('')
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('later clients meet a VM that runs', async () => {
  const host = await talk({ scenario: 'paused-vm' })
  host.vm.advance('1h')
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe(returns('{}'))
})

test('the naive client thinks that nothing was frozen', async () => {
  const { result, events } = await playDemo('paused-vm', 'naive')
  expect(result).toEqual({ frozen: false })
  expect(events.filter(({ type }) => type === 'reply')).toMatchObject([{ name: 'guest-fsfreeze-freeze', return: 2n }])
})

test('the correct client freezes only when the VM runs, and thaws', async () => {
  const { result, error, events } = await playDemo('paused-vm', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ frozen: 2n, thawed: 2n })
  expect(events.find(it => it.type === 'request' && it.name === 'guest-fsfreeze-freeze')?.at).toBe(30_000_000_000n)
})
