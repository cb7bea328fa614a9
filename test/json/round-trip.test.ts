import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Doubles, Syntax } from '../../src/json/dialect.js'
import { JsonStream } from '../../src/json/stream.js'
import { decodeText } from '../../src/json/text.js'
import type { JsonValue } from '../../src/json/value.js'
import { writeJson } from '../../src/json/write.js'

/** Values of such doubles and texts. */
function values(double: fc.Arbitrary<number>, text: fc.Arbitrary<string>): fc.Arbitrary<JsonValue> {
  return fc.letrec<{ value: JsonValue }>(tie => {
    const scalar = fc.oneof(
      fc.constantFrom(null, true, false),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
      double,
      text,
    )
    const object = fc
      .array(fc.tuple(text, tie('value')), { maxLength: 5 })
      .map(entries => new Map(entries) as ReadonlyMap<string, JsonValue>)
    return {
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        scalar,
        fc.array(tie('value'), { maxLength: 5 }),
        object,
      ),
    }
  }).value
}

const sixDecimals = fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map(integer => (integer * 2 + 1) / 64)
/** One that is written without a point and an exponent comes back as an integer. */
const anyDouble = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter(double => /[.e]/.test(writeJson(double, 'g')))

function text(max: number): fc.Arbitrary<string> {
  // No surrogates, no noncharacters, and no U+0000, which is kept as two bytes.
  const character = fc
    .integer({ min: 1, max })
    .filter(code => (code < 0xd800 || code > 0xdfff) && (code < 0xfdd0 || code > 0xfdef) && (code & 0xfffe) !== 0xfffe)
  return fc.array(character, { maxLength: 12 }).map(codes => String.fromCodePoint(...codes))
}

function readBack(bytes: Buffer, syntax: Syntax = '2.11'): unknown[] {
  const seen: unknown[] = []
  const stream = new JsonStream(message => seen.push('value' in message ? message.value : message), syntax)
  stream.feed(bytes)
  return seen
}

/** In 2.11 a code point above U+FFFF comes back as two bad sequences. */
const value = values(sixDecimals, text(0xffff))
const DIALECTS: { readonly syntax: Syntax; readonly doubles: Doubles; readonly value: fc.Arbitrary<JsonValue> }[] = [
  { syntax: '2.11', doubles: 'f', value },
  { syntax: '5.2', doubles: 'f', value: values(sixDecimals, text(0x10ffff)) },
  { syntax: '5.2', doubles: 'g', value: values(anyDouble, text(0x10ffff)) },
  { syntax: '11.1', doubles: 'g', value: values(anyDouble, text(0x10ffff)) },
]

describe.each(DIALECTS)('$syntax with doubles $doubles', ({ syntax, doubles, value }) => {
  test('what is written is read as the same value', () => {
    fc.assert(
      fc.property(value, value => {
        expect(readBack(Buffer.from(`${writeJson(value, doubles)}\n`, 'latin1'), syntax)).toEqual([value])
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})

test('what is written is pure ASCII on one line', () => {
  fc.assert(
    fc.property(value, value => {
      expect(writeJson(value)).toMatch(/^[ -~]*$/)
    }),
    { seed: 8, numRuns: 200 },
  )
})

test('raw bytes of a string are read as they are, whatever they are', () => {
  const allowed = fc
    .integer({ min: 1, max: 0xf4 })
    .filter(byte => byte !== 0x22 && byte !== 0x5c && byte !== 0xc0 && byte !== 0xc1)
  fc.assert(
    fc.property(fc.array(allowed, { maxLength: 30 }), bytes => {
      const raw = Buffer.from(bytes)
      expect(readBack(Buffer.concat([Buffer.from('"'), raw, Buffer.from('"')]))).toEqual([decodeText(raw)])
    }),
    { seed: 9, numRuns: 500 },
  )
})
