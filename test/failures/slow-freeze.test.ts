import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { returns, talk } from '../commands/talk.js'

test('a freeze is answered after 8 s, and all that was asked meanwhile after it', async () => {
  const host = await talk({ scenario: 'slow-freeze' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  host.vm.advance('7999ms')
  expect(await host.ask('guest-fsfreeze-status')).toBe('')
  host.vm.advance('1ms')
  expect(await host.more()).toBe('{"return": 2}\n{"return": "frozen"}\n')
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
})

test('a host that has left in the middle leaves the guest frozen', async () => {
  const host = await talk({ scenario: 'slow-freeze' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  host.vm.advance('5s')
  await host.reconnect()
  host.vm.advance('3s')
  expect(await host.more()).toBe('{"return": 2}\n')
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
})

test('the naive client thinks that nothing was frozen, and thaws nothing', async () => {
  const { result, events } = await playDemo('slow-freeze', 'naive')
  expect(result).toEqual({ frozen: false })
  expect(events.filter(({ type }) => type === 'reply')).toMatchObject([{ name: 'guest-fsfreeze-freeze', return: 2n }])
})

test('the correct client waits, and thaws', async () => {
  const { result, error, events } = await playDemo('slow-freeze', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ frozen: 2n })
  expect(events.filter(({ type }) => type === 'reply').at(-1)).toMatchObject({
    name: 'guest-fsfreeze-thaw',
    return: 2n,
  })
})
