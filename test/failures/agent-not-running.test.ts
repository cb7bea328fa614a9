import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { OK, talk } from '../commands/talk.js'

test('connections are taken, bytes are taken, and nothing ever comes: no reply, no error, no end', async () => {
  const host = await talk({ scenario: 'agent-not-running' })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('1d')
  expect(await host.send('\xff{"execute": "guest-sync-delimited", "arguments": {"id": 7}}\n')).toBe('')
  expect(host.closed).toBe(false)
  expect(host.broken).toBeUndefined()
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe('')
})

test('it is only the agent: when somebody starts it, it answers', async () => {
  const host = await talk({ scenario: 'agent-not-running' })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.do({ agent: 'start' })
  expect(await host.more()).toBe(`${OK}\n`)
})

test('the naive client calls the VM failed', async () => {
  const { result, error } = await playDemo('agent-not-running', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ vm: 'failed' })
})

test('the correct client does without the addresses', async () => {
  const { result, error } = await playDemo('agent-not-running', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ vm: 'created', addresses: 'unknown' })
})
