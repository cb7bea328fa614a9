import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

const WINTER = '2026-01-01T00:00:00Z'
const SUMMER = '2026-07-01T00:00:00Z'

test.each([
  ['UTC', WINTER, '{"zone": "UTC", "offset": 0}'],
  ['Europe/Prague', WINTER, '{"zone": "CET", "offset": 3600}'],
  ['Europe/Prague', SUMMER, '{"zone": "CEST", "offset": 7200}'],
  ['America/New_York', SUMMER, '{"zone": "EDT", "offset": -14400}'],
  ['Asia/Kolkata', WINTER, '{"zone": "IST", "offset": 19800}'],
])('in %s at %s it is %s', async (timezone, now, zone) => {
  const host = await talk({ clock: { now }, set: [{ path: 'clock.timezone', value: timezone }] })
  expect(await host.ask('guest-get-timezone')).toBe(returns(zone))
})

test.each([
  ['EST5', '{"zone": "EST", "offset": -18000}'],
  ['XYZ-5:30', '{"zone": "XYZ", "offset": 19800}'],
])("the agent's TZ=%s wins over the zone of the guest", async (TZ, zone) => {
  const host = await talk({ agent: { env: { TZ } } })
  expect(await host.ask('guest-get-timezone')).toBe(returns(zone))
})

test.each(['2.11.0', '5.2.0', '7.2.22', '11.1.3'])('agent %s says the same', async version => {
  const host = await talk({ agent: { version, env: { TZ: 'EST5' } } })
  expect(await host.ask('guest-get-timezone')).toBe(returns('{"zone": "EST", "offset": -18000}'))
})
