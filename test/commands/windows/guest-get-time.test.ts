import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

test.each([
  ['2.11.0', '1767225600123000000'],
  ['5.2.0', '1767225600123000000'],
  ['7.2.0', '1767225600123456000'],
  ['109.1.0', '1767225600123456000'],
])('%s tells the time in its unit', async (version, time) => {
  const host = await talkToWindows(version, { scenario: { clock: { now: '1767225600123456789' } } })
  expect(await host.ask('guest-get-time')).toBe(returns(time))
})
