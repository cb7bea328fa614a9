import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const zone = async (timezone: string, now: string) => {
  const host = await talkToWindows('109.1.0', { scenario: { clock: { timezone, now } } })
  return host.ask('guest-get-timezone')
}

test.each([
  ['America/Los_Angeles', '2026-01-01T00:00:00Z', 'Pacific Standard Time', -28800],
  ['America/Los_Angeles', '2026-07-01T00:00:00Z', 'Pacific Daylight Time', -25200],
  ['Europe/Berlin', '2026-07-01T00:00:00Z', 'W. Europe Daylight Time', 7200],
  ['Asia/Shanghai', '2026-07-01T00:00:00Z', 'China Standard Time', 28800],
  // The registry's keys are called Singapore, Israel and Russian Standard Time.
  ['Asia/Singapore', '2026-07-01T00:00:00Z', 'Malay Peninsula Standard Time', 28800],
  ['Asia/Jerusalem', '2026-07-01T00:00:00Z', 'Jerusalem Daylight Time', 10800],
  ['Europe/Moscow', '2026-07-01T00:00:00Z', 'Russia TZ 2 Standard Time', 10800],
  ['UTC', '2026-07-01T00:00:00Z', 'Coordinated Universal Time', 0],
])('%s at %s is %s', async (timezone, now, name, offset) => {
  expect(await zone(timezone, now)).toBe(returns(`{"zone": "${name}", "offset": ${offset}}`))
})

test('a system in another language has other names', async () => {
  const host = await talkToWindows('109.1.0', {
    scenario: { clock: { timezone: 'Europe/Berlin', now: '2026-07-01T00:00:00Z' } },
    windows: { timeZone: { standard: 'Mitteleuropäische Zeit', daylight: 'Mitteleuropäische Sommerzeit' } },
  })
  expect(await host.ask('guest-get-timezone')).toBe(
    returns('{"zone": "Mitteleurop\\u00E4ische Sommerzeit", "offset": 7200}'),
  )
})
