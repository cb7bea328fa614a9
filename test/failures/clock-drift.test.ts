import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { OK, returns, talk } from '../commands/talk.js'

const NOW = '2026-01-01T00:00:00Z'

test('the guest is 32 hours behind until the host sets its time', async () => {
  const host = await talk({ scenario: 'clock-drift', clock: { mode: 'manual', now: NOW } })
  expect(await host.ask('guest-get-time')).toBe(returns('1767110400000000000'))
  expect(await host.ask('guest-set-time', '{"time":1767225600000000000}')).toBe(OK)
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600000000000'))
})

test('the hardware clock is right: guest-set-time without a time takes it from there', async () => {
  const host = await talk({ scenario: 'clock-drift', clock: { mode: 'manual', now: NOW } })
  expect(await host.ask('guest-set-time')).toBe(OK)
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600000000000'))
})

test('a pause leaves a guest behind just as that', async () => {
  const host = await talk({ clock: { mode: 'manual', now: NOW } })
  host.vm.pause()
  host.vm.advance('32h')
  host.vm.resume()
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600000000000'))
  expect(await host.ask('guest-set-time')).toBe(OK)
  expect(await host.ask('guest-get-time')).toBe(returns('1767340800000000000'))
})

test('the naive client deploys a certificate that the guest refuses', async () => {
  const { result } = await playDemo('clock-drift', 'naive')
  expect(result).toEqual({ accepted: false })
})

test('the correct client sets the clock first', async () => {
  const { result, error } = await playDemo('clock-drift', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ accepted: true })
})
