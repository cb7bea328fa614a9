import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { talk } from '../commands/talk.js'

test('the reply to a command that the host has given up comes before the reply to the next one', async () => {
  const host = await talk({ scenario: 'stale-reply' })
  expect(await host.ask('guest-get-time')).toBe('')
  host.vm.advance('5s')
  expect(await host.ask('guest-get-host-name')).toBe('')
  host.vm.advance('1s')
  expect(await host.more()).toBe('{"return": 1767225606000000000}\n{"return": {"host-name": "mockvm"}}\n')
})

test('the naive client takes the time for a handle', async () => {
  const { result } = await playDemo('stale-reply', 'naive')
  expect(result).toEqual({ handle: 1767225606000000000 })
})

test('the correct client gets its handle', async () => {
  const { result } = await playDemo('stale-reply', 'correct')
  expect(result).toEqual({ handle: 1000n })
})
