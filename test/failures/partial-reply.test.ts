import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { talk } from '../commands/talk.js'

test('the connection stays open behind half a reply, and the next reply goes on where it stops', async () => {
  const host = await talk({ scenario: 'partial-reply' })
  expect(await host.ask('guest-get-host-name')).toBe('{"return": {"host-')
  host.vm.advance('1s')
  expect(await host.more()).toBe('')
  expect(host.closed).toBe(false)
  expect(await host.ask('guest-get-host-name')).toBe('{"return": {"host-name": "mockvm"}}')
})

test('behind the 0xFF of guest-sync-delimited there is a whole line again', async () => {
  const host = await talk({ scenario: 'partial-reply' })
  expect(await host.ask('guest-get-time')).toBe('{"return": 17672')
  host.vm.advance('1s')
  expect(await host.ask('guest-sync-delimited', { id: 7 })).toBe('\xff{"return": 7}')
})

test('what is asked while the agent is away is answered when it is back', async () => {
  const host = await talk({ scenario: 'partial-reply' })
  await host.ask('guest-get-time')
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('1s')
  expect(await host.more()).toBe('{"return": {}}\n')
})

test('the naive client takes the guest for broken', async () => {
  const { result, error } = await playDemo('partial-reply', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ name: 'broken' })
})

test('the correct client gets the name', async () => {
  const { result, error } = await playDemo('partial-reply', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ name: 'mockvm' })
})
