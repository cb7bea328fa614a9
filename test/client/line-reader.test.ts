import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Line, LineReader } from '../../src/client/line-reader.js'

/** What a line is, for assertions: texts are latin1. */
function plain({ text, isDelimited, before, shown }: Line) {
  return {
    text: text?.toString('latin1'),
    isDelimited,
    before: { head: before.head.toString('latin1'), bytes: before.bytes },
    shown: { head: shown.head.toString('latin1'), bytes: shown.bytes },
  }
}

function read(chunks: readonly (string | Buffer)[], limit?: number) {
  const lines: ReturnType<typeof plain>[] = []
  const reader = new LineReader(line => lines.push(plain(line)))
  if (limit !== undefined) reader.limit = limit
  for (const chunk of chunks) reader.push(Buffer.from(chunk as string, 'latin1'))
  const { head, bytes } = reader.takeRest()
  return { lines, rest: { head: head.toString('latin1'), bytes } }
}

const texts = (...chunks: string[]) => read(chunks).lines.map(line => line.text)

test('lines are cut at line feeds, and a carriage return before one is no part of them', () => {
  expect(texts('one\ntwo\r\n\n\r\nth', 'ree\nfour')).toEqual(['one', 'two', '', '', 'three'])
  expect(texts('a\rb\r\r\n')).toEqual(['a\rb\r'])
})

test('what stands before the last 0xFF of a line is told apart from what stands behind it', () => {
  expect(read(['{"ret\xffnoise\xff{"return": 1}\r\n{"return": 2}\n']).lines).toEqual([
    {
      text: '{"return": 1}',
      isDelimited: true,
      before: { head: '{"ret\xffnoise', bytes: 11 },
      shown: { head: '{"return": 1}', bytes: 14 },
    },
    {
      text: '{"return": 2}',
      isDelimited: false,
      before: { head: '', bytes: 0 },
      shown: { head: '{"return": 2}', bytes: 13 },
    },
  ])
})

test('a line that is longer than the limit is counted, and only its beginning is kept', () => {
  const { lines, rest } = read(['x'.repeat(300), 'y'.repeat(1000), '\nz\n', 'w'.repeat(999)], 1299)
  expect(lines).toEqual([
    {
      text: undefined,
      isDelimited: false,
      before: { head: '', bytes: 0 },
      shown: { head: 'x'.repeat(256), bytes: 1300 },
    },
    { text: 'z', isDelimited: false, before: { head: '', bytes: 0 }, shown: { head: 'z', bytes: 1 } },
  ])
  expect(rest).toEqual({ head: 'w'.repeat(256), bytes: 999 })
})

test('a limit that is lowered within a line holds for that line', () => {
  const lines: Line[] = []
  const reader = new LineReader(line => lines.push(line))
  reader.limit = 1 << 20
  reader.push(Buffer.alloc(5000, 'x'))
  reader.limit = 1000
  reader.push(Buffer.from('\n'))
  expect(lines.map(plain)).toMatchObject([{ text: undefined, shown: { head: 'x'.repeat(256), bytes: 5000 } }])
})

describe('however the bytes are cut', () => {
  const byte = fc.constantFrom(0x0a, 0x0d, 0xff, 0x20, 0x7b, 0x61)
  const input = fc.array(byte, { maxLength: 60 }).map(bytes => Buffer.from(bytes))

  /** The same, said in another way. */
  function expected(bytes: Buffer) {
    return bytes
      .toString('latin1')
      .split('\n')
      .slice(0, -1)
      .map(line => {
        const delimiter = line.lastIndexOf('\xff')
        const behind = line.slice(delimiter + 1)
        return {
          text: behind.replace(/\r$/, ''),
          isDelimited: delimiter !== -1,
          before: { head: line.slice(0, Math.max(delimiter, 0)), bytes: Math.max(delimiter, 0) },
          shown: { head: behind.replace(/\r$/, ''), bytes: behind.length },
        }
      })
  }

  test('the lines are those that split() gives', () => {
    fc.assert(
      fc.property(input, bytes => {
        expect(read([bytes]).lines).toEqual(expected(bytes))
      }),
    )
  })

  test('the lines are the same, and so is what is left over', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(60), { maxLength: 6 }), (bytes, cuts) => {
        const places = [0, ...cuts.filter(cut => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
        expect(read(chunks)).toEqual(read([bytes]))
      }),
    )
  })
})
