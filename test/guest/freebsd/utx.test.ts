import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUtx, encodeUtx } from '../../../src/guest/freebsd/utx.js'

const word = (length: number) => fc.string({ maxLength: length, unit: fc.constantFrom(...'abc/:.0189') })
const session = fc.record({
  type: fc.constantFrom(7, 1, 2, 3),
  pid: fc.integer({ min: 0, max: 99_999 }),
  line: word(16),
  user: word(32),
  host: word(128),
  time: fc.bigInt({ min: 0n, max: 1n << 60n }),
})

test('records come back as they were written, and half a one at the end is ignored', () => {
  fc.assert(
    fc.property(fc.array(session, { maxLength: 4 }), fc.nat(196), (sessions, cut) => {
      const bytes = encodeUtx(sessions)
      expect(decodeUtx(bytes)).toEqual(sessions)
      expect(decodeUtx(Buffer.concat([bytes, Buffer.alloc(cut)]))).toEqual(sessions)
    }),
  )
})

test('a record is big-endian: type, time, id, pid, user, line and host', () => {
  const [bytes] = [encodeUtx([{ type: 7, pid: 258, line: 'ttyv0', user: 'root', host: 'h', time: 3n }])]
  expect(bytes).toHaveLength(197)
  expect(bytes.subarray(0, 21).toString('hex')).toBe('040000000000000003747479763000000000000102')
  expect(bytes.toString('latin1', 21, 25)).toBe('root')
  expect(bytes.toString('latin1', 53, 58)).toBe('ttyv0')
  expect(bytes.toString('latin1', 69, 71)).toBe('h\0')
})
