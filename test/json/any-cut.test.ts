import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Syntax } from '../../src/json/dialect.js'
import { JsonStream, type Message } from '../../src/json/stream.js'

const LINE = '{"execute":"guest-ping"}\n'
/** What there is to stumble over. */
const PIECES = [
  ...['{', '}', '[', ']', ':', ',', '"', "'", '\\', ' ', '\n', '\t', '\r\n', '0', '-', '.', 'e', '+', 'a', '@', '%u'],
  ...[LINE, LINE, '{"a":1,"b":[true,null]}', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\x"', 'foo', '-1.5e+3', '1.', '%lld'],
  ...['\0', '\x1b', '\x80', '\xc0\x80', '\xc3\xa9', '\xef\xbf\xbe', '\xf0\x9f\x98\x80', '\xff', '\xff\n'],
]
const anyByte = fc.integer({ min: 0, max: 255 }).map(byte => String.fromCharCode(byte))
const bytes = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: anyByte }))
  .map(pieces => Buffer.from(pieces.join(''), 'latin1'))
const lengths = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 })

interface Told {
  readonly message: Message
  /** Behind so many bytes of all. */
  readonly end: number
}

/** `moves`: after each chunk a snapshot goes on in a stream of its own. */
function read(syntax: Syntax, chunks: readonly Buffer[], moves = false): Told[] {
  const told: Told[] = []
  let fed = 0
  const open = () => {
    const stream: JsonStream = new JsonStream((message, end) => {
      if (stream === current) told.push({ message, end: fed + end })
    }, syntax)
    return stream
  }
  let current = open()
  for (const chunk of chunks) {
    current.feed(chunk)
    fed += chunk.length
    if (!moves) continue
    const left = current
    const snapshot = left.snapshot()
    current = open()
    // What comes of the stream later is nothing to the snapshot.
    left.feed(Buffer.from('1,"a":2]} "b" \xff[', 'latin1'))
    current.restore(structuredClone(snapshot))
  }
  return told
}

/** Pieces of such lengths, over and over. */
function cut(whole: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < whole.length; ) {
    const length = lengths[chunks.length % lengths.length] ?? 1
    chunks.push(whole.subarray(at, at + length))
    at += length
  }
  return chunks
}

describe.each<Syntax>(['2.11', '5.2', '11.1'])('%s: the same bytes give the same messages', syntax => {
  test('wherever they are cut', () => {
    fc.assert(
      fc.property(bytes, lengths, (whole, lengths) => {
        expect(read(syntax, cut(whole, lengths))).toEqual(read(syntax, [whole]))
      }),
      { seed: 4, numRuns: 1000 },
    )
  })

  test('wherever a snapshot is taken', () => {
    fc.assert(
      fc.property(bytes, lengths, (whole, lengths) => {
        expect(read(syntax, cut(whole, lengths), true)).toEqual(read(syntax, [whole]))
      }),
      { seed: 5, numRuns: 500 },
    )
  })

  test('in chunks of one byte, a long token among them', () => {
    const whole = Buffer.from(`{"a":"${'é\\n'.repeat(2000)}","b":${'1'.repeat(3000)}.5}@${'x'.repeat(3000)}\n]`)
    expect(read(syntax, cut(whole, [1]))).toEqual(read(syntax, [whole]))
  })
})
