import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSpan, parseTimestamp, relative, spanText } from '../../../../src/guest/programs/systemd/moments.js'
import { Tool } from '../../../../src/guest/programs/tool.js'
import { programGuest } from '../guest.js'
import recorded from './vectors/systemd.json' with { type: 'json' }

const SECOND = 1_000_000_000n

function toolOf(guest = programGuest()): Tool {
  const call = { argv: ['x'], environ: [], env: {}, cwd: '/', stdin: new Uint8Array(), pid: 1, guest }
  return new Tool(call, 'x')
}

test.each(recorded.spans)('the span %j has %s microseconds', (text, microseconds) => {
  expect(parseSpan(text ?? '')).toBe(microseconds == null ? undefined : BigInt(microseconds) * 1000n)
})

test.each(recorded.timestamps)('the moment %j is %s', (text, seconds) => {
  const [whole = '', fraction = ''] = (seconds ?? '').split('.')
  const expected = seconds == null ? undefined : BigInt(whole) * SECOND + BigInt(fraction.padEnd(9, '0'))
  expect(parseTimestamp(toolOf(), text ?? '')).toBe(expected)
})

test('moments may count from now, or from a day', () => {
  const guest = programGuest()
  guest.setTime(1_767_272_400n * SECOND)
  const at = (text: string) => Number((parseTimestamp(toolOf(guest), text) ?? 0n) - guest.clock.now()) / 1e9
  expect(['now', '-90s', '+1h', '5 min ago', '1h left', 'today', 'yesterday', 'tomorrow', '12:30'].map(at)).toEqual([
    ...[0, -90, 3600, -300, 3600, -46_800, -133_200, 39_600, -1800],
  ])
})

test.each([
  [0n, 'now'],
  [1500n, '1us ago'],
  [3_000_000n, '3ms ago'],
  [59n * SECOND, '59s ago'],
  [119n * SECOND, '1min 59s ago'],
  [300n * SECOND, '5min ago'],
  [5400n * SECOND, '1h 30min ago'],
  [21_700n * SECOND, '6h ago'],
  [25n * 3600n * SECOND, '1 day 1h ago'],
  [5n * 86_400n * SECOND, '5 days ago'],
  [8n * 86_400n * SECOND, '1 week 1 day ago'],
  [40n * 86_400n * SECOND, '1 month 9 days ago'],
  [800n * 86_400n * SECOND, '2 years 2 months ago'],
])('%d nanoseconds are "%s"', (distance, text) => {
  expect(relative(0n, distance)).toBe(text)
})

// As `systemd-analyze timespan` of systemd 252 writes them, milliseconds being the finest.
test.each([
  [35n, '35ms'],
  [2500n, '2.500s'],
  [3000n, '3s'],
  [187_775n, '3min 7.775s'],
  [120_000n, '2min'],
  [3_602_500n, '1h 2.500s'],
  [93_780_000n, '1d 2h 3min'],
  [691_200_004n, '1w 1d 4ms'],
  [3_456_000_000n, '1month 1w 2d 13h 30min'],
  [34_560_000_000n, '1y 1month 4d 7h 30min'],
])('%d milliseconds are a span of "%s"', (milliseconds, text) => {
  expect(spanText(milliseconds * 1_000_000n)).toBe(text)
})

test('no text is an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+@0-9:. a-z]{1,20}$/)), text => {
      const moment = parseTimestamp(toolOf(), text)
      expect(['undefined', 'bigint']).toContain(typeof moment)
    }),
  )
})
