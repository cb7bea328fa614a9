import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseInstant } from '../../src/scenario/instant.js'

test.each([
  ['2026-01-01T00:00:00Z', 1_767_225_600_000_000_000n],
  ['2026-01-01', 1_767_225_600_000_000_000n],
  ['2026-01-01T01:30+01:30', 1_767_225_600_000_000_000n],
  ['2025-12-31 22:00:00.000000001-02:00', 1_767_225_600_000_000_001n],
  ['1969-12-31T23:59:59.5Z', -500_000_000n],
  ['-17', -17n],
  [17, 17n],
])('%s is %s nanoseconds since 1970', (text, nanoseconds) => {
  expect(parseInstant(text)).toBe(nanoseconds)
})

test.each([
  '2026-01-01T00:00:00',
  '2026-02-30',
  '2026-13-01',
  '2026-01-01T24:00Z',
  '2026-01-01T00:60Z',
  'now',
  '',
  1.5,
  '9999-12-31',
])('%s is no instant', text => {
  expect(parseInstant(text)).toBeUndefined()
})

test('agrees with Date to the millisecond', () => {
  const dates = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, date => {
      expect(parseInstant(date.toISOString())).toBe(BigInt(date.getTime()) * 1_000_000n)
    }),
  )
})
