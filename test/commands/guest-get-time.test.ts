import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

test('time is told in nanoseconds, and stands still until it is moved', async () => {
  const host = await talk()
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600000000000'))
  host.vm.advance('90s')
  expect(await host.ask('guest-get-time')).toBe(returns('1767225690000000000'))
})

test('what is below a microsecond is not told', async () => {
  const host = await talk({ clock: { now: 1767225600123456789n } })
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600123456000'))
})

test('a clock in mode step moves with every request', async () => {
  const host = await talk({ clock: { mode: 'step' }, set: [{ path: 'clock.step', value: '2s' }] })
  expect(await host.ask('guest-get-time')).toBe(returns('1767225602000000000'))
  expect(await host.ask('guest-get-time')).toBe(returns('1767225604000000000'))
})
