import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { returns, talk } from '../commands/talk.js'

test('guest-shutdown is as silent as one that works, and the guest runs on', async () => {
  const host = await talk({ scenario: 'shutdown-ignored' })
  for (const mode of ['powerdown', 'halt', 'reboot']) expect(await host.ask('guest-shutdown', { mode })).toBe('')
  host.vm.advance('1h')
  expect(await host.ask('guest-ping')).toBe(returns('{}'))
  expect(host.vm.guest.power.state).toBe('running')
})

test('the naive client takes the guest for off while it runs', async () => {
  const { result, events } = await playDemo('shutdown-ignored', 'naive')
  expect(result).toEqual({ isOff: true })
  expect(events.filter(it => it.type === 'guest' && it.change.what === 'power')).toEqual([])
})

test('the correct client cuts the power after a minute', async () => {
  const { result, error, events } = await playDemo('shutdown-ignored', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ isOff: true })
  expect(events.filter(it => it.type === 'guest' && it.change.what === 'power')).toMatchObject([
    { at: 60_000_000_000n, change: { to: 'off' } },
  ])
})
