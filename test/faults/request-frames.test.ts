import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RequestFrames } from '../../src/faults/request-frames.js'
import type { Syntax } from '../../src/json/dialect.js'
import { JsonStream } from '../../src/json/stream.js'
import { isJsonObject } from '../../src/json/value.js'
import { noise, traffic } from '../agent/requests.js'

/** The frames of bytes that come in these pieces, and what is left over. */
function cut(...pieces: (string | Buffer)[]) {
  return cutFor('2.11', ...pieces)
}

function cutFor(syntax: Syntax, ...pieces: (string | Buffer)[]) {
  const frames = new RequestFrames(syntax)
  const all = pieces.flatMap(piece => frames.feed(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece))
  return { frames: all.map(({ bytes, name }) => [bytes, name]), rest: frames.snapshot().bytes }
}

test.each<[string, ReturnType<typeof cut>]>([
  ['', { frames: [], rest: '' }],
  ['\n', { frames: [['\n', undefined]], rest: '' }],
  [
    '{"execute":"guest-ping"}\n',
    {
      frames: [
        ['{"execute":"guest-ping"}', 'guest-ping'],
        ['\n', undefined],
      ],
      rest: '',
    },
  ],
  [
    ' \t{ "execute" : "a" }\r\n{ "execute" ',
    {
      frames: [
        [' \t', undefined],
        ['{ "execute" : "a" }', 'a'],
        ['\r\n', undefined],
      ],
      rest: '{ "execute" ',
    },
  ],
  [
    '{"execute":"a"}{\'execute\':\'b\'}\n\n{"execute":"c"}',
    {
      frames: [
        ['{"execute":"a"}', 'a'],
        ["{'execute':'b'}", 'b'],
        ['\n\n', undefined],
        ['{"execute":"c"}', 'c'],
      ],
      rest: '',
    },
  ],
  [
    '12}"x"\n',
    {
      frames: [
        ['12}', undefined],
        ['"x"', undefined],
        ['\n', undefined],
      ],
      rest: '',
    },
  ],
  [
    '\xff{"execute":"a"}',
    {
      frames: [
        ['\xff', undefined],
        ['{"execute":"a"}', 'a'],
      ],
      rest: '',
    },
  ],
  [
    '{"execute":\xff"a"}',
    {
      frames: [
        ['{"execute":\xff', undefined],
        ['"a"', undefined],
        ['}', undefined],
      ],
      rest: '',
    },
  ],
  [
    '{"execute":1}[]{}"a"',
    {
      frames: [
        ['{"execute":1}', undefined],
        ['[]', undefined],
        ['{}', undefined],
        ['"a"', undefined],
      ],
      rest: '',
    },
  ],
  [
    '12 {"execute":"a"}',
    {
      frames: [
        ['12 ', undefined],
        ['{"execute":"a"}', 'a'],
      ],
      rest: '',
    },
  ],
  ['{"execute":"a","arguments":{"b":"}"', { frames: [], rest: '{"execute":"a","arguments":{"b":"}"' }],
])('%j', (bytes, expected) => {
  expect(cut(bytes)).toEqual(expected)
})

test('arguments are what was sent; without any there are none', () => {
  const frames = new RequestFrames('2.11').feed(
    Buffer.from('{"execute":"a","arguments":{"b":1}}{"execute":"a","arguments":[1]}'),
  )
  expect(frames.map(it => [...it.arguments])).toEqual([[['b', 1n]], []])
})

test('what has begun behind a number is forgotten with the rest', () => {
  const frames = new RequestFrames('2.11')
  expect(frames.feed(Buffer.from('12{')).map(({ bytes }) => bytes)).toEqual(['12{'])
  expect(frames.takeRest()).toBe('')
  expect(frames.feed(Buffer.from('{"execute":"b"}')).map(({ name }) => name)).toEqual(['b'])
})

test('a line that has come before ends where it ended the first time', () => {
  const frames = new RequestFrames('2.11')
  const line = Buffer.from('{"execute":"a"} \r\n12\n')
  const [first, again, twice] = [line, line, Buffer.concat([line, line])].map(chunk => frames.feed(chunk))
  const expected = [
    { bytes: '{"execute":"a"}', name: 'a', arguments: new Map() },
    { bytes: ' \r\n', name: undefined, arguments: new Map() },
    { bytes: '12\n', name: undefined, arguments: new Map() },
  ]
  expect(first).toEqual(expected)
  expect(again).toEqual(expected)
  expect(twice).toEqual([...expected, ...expected])
})

test('a request of 16 MiB comes through in pieces', () => {
  const frames = new RequestFrames('2.11')
  const piece = Buffer.alloc(1 << 16, 'QUJD')
  const head = '{"execute":"guest-file-write","arguments":{"handle":1,"buf-b64":"'
  expect(frames.feed(Buffer.from(head))).toEqual([])
  for (let count = 0; count < 256; count++) expect(frames.feed(piece)).toEqual([])
  const whole = frames.feed(Buffer.from('"}}')).map(({ bytes, name }) => [bytes.length, name])
  expect(whole).toEqual([[head.length + (1 << 24) + 3, 'guest-file-write']])
})

test('white space is not gathered, nor is what is whole', () => {
  const frames = new RequestFrames('2.11')
  for (let count = 0; count < 100; count++) frames.feed(Buffer.from(' '.repeat(1000)))
  for (let count = 0; count < 100; count++) frames.feed(Buffer.from('{"execute":"guest-ping"}\n'))
  expect(frames.snapshot()).toMatchObject({ bytes: '', stream: { tokens: [], lexer: { state: 'start' } } })
})

test('the rest can be taken, and then all begins anew', () => {
  const frames = new RequestFrames('2.11')
  frames.feed(Buffer.from('{"execute":"a'))
  expect(frames.takeRest()).toBe('{"execute":"a')
  expect(frames.takeRest()).toBe('')
  expect(frames.feed(Buffer.from('{"execute":"b"}')).map(({ name }) => name)).toEqual(['b'])
})

describe('of any bytes, cut anywhere', () => {
  const bytes = fc.oneof(traffic, noise)
  const syntaxes = fc.constantFrom<Syntax>('2.11', '5.2', '11.1')
  const pieces = fc.tuple(bytes, fc.array(fc.nat(400), { maxLength: 6 })).map(([whole, cuts]) => {
    const places = [0, ...cuts.sort((a, b) => a - b), whole.length]
    return places.slice(1).map((to, index) => whole.subarray(places[index], to))
  })

  /** White space between two frames comes as it was cut. */
  const joined = (frames: ReturnType<typeof cut>['frames']) => {
    const isBlank = (text: string | undefined) => /^[ \t\r\n]+$/.test(text ?? '')
    const all: (typeof frames)[number][] = []
    for (const [bytes, name] of frames) {
      const last = all.at(-1)?.[0]
      if (isBlank(last) && isBlank(bytes)) all.splice(-1, 1, [`${last}${bytes}`, name])
      else all.push([bytes, name])
    }
    return all
  }

  test('no byte is lost, none comes twice, and the cuts make no difference', () => {
    fc.assert(
      fc.property(pieces, syntaxes, (parts, syntax) => {
        const { frames, rest } = cutFor(syntax, ...parts)
        const whole = Buffer.concat(parts)
        expect(frames.map(([text]) => text).join('') + rest).toBe(whole.toString('latin1'))
        const atOnce = cutFor(syntax, whole)
        expect({ frames: joined(atOnce.frames), rest: atOnce.rest }).toEqual({ frames: joined(frames), rest })
      }),
      { numRuns: 500 },
    )
  })

  test('the names are those of the requests that the agent reads', () => {
    fc.assert(
      fc.property(bytes, syntaxes, (it, syntax) => {
        const names: unknown[] = []
        new JsonStream(message => {
          const name = 'value' in message && isJsonObject(message.value) ? message.value.get('execute') : undefined
          if (typeof name === 'string') names.push(name)
        }, syntax).feed(it)
        expect(cutFor(syntax, it).frames.flatMap(([, name]) => (name === undefined ? [] : [name]))).toEqual(names)
      }),
      { numRuns: 500 },
    )
  })

  test('half a frame goes on elsewhere', () => {
    fc.assert(
      fc.property(pieces, syntaxes, (parts, syntax) => {
        const frames = new RequestFrames(syntax)
        const other = new RequestFrames(syntax)
        const [first = Buffer.alloc(0), ...more] = parts
        frames.feed(first)
        other.restore(structuredClone(frames.snapshot()))
        const rest = Buffer.concat(more)
        expect(other.feed(rest)).toEqual(frames.feed(rest))
        expect(other.snapshot()).toEqual(frames.snapshot())
      }),
      { numRuns: 500 },
    )
  })
})
