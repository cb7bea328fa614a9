import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEvent, encodeEvent } from '../../src/trace/jsonl.js'
import { traceEvent } from './trace-events.js'

test('whatever event is written is read back the same, from one line', () => {
  fc.assert(
    fc.property(traceEvent, event => {
      const line = encodeEvent(event)
      expect(line).not.toContain('\n')
      expect(decodeEvent(line)).toStrictEqual(event)
    }),
    { numRuns: 2000 },
  )
})

test('any JSON reader can read a line', () => {
  fc.assert(
    fc.property(traceEvent, event => {
      expect(JSON.parse(encodeEvent(event))).toMatchObject({ seq: event.seq, type: event.type })
    }),
  )
})

test('integers are written in full, doubles with a point, objects in their own order', () => {
  const line = encodeEvent({
    at: 123456789012345678n,
    seq: 7,
    type: 'request',
    id: 3,
    name: 'guest-set-time',
    arguments: new Map<string, bigint | number>([
      ['time', 9223372036854775807n],
      ['double', 1],
      ['0', Number.POSITIVE_INFINITY],
    ]),
  })
  expect(line).toBe(
    '{"at":123456789012345678,"seq":7,"type":"request","id":3,"name":"guest-set-time",' +
      '"arguments":{"time":9223372036854775807,"double":1.0,"0":1e999}}',
  )
})

test('bytes are one character each', () => {
  expect(encodeEvent({ at: 0n, seq: 0, type: 'in', client: 1, data: '\xff{}\n\0' })).toBe(
    '{"at":0,"seq":0,"type":"in","client":1,"data":"\xff{}\\n\\u0000"}',
  )
})

test('integers of a scenario beyond 2^53 come back exact', () => {
  const line = '{"at":0,"seq":0,"type":"start","mockvm":"1","agent":"2.11.0","scenario":{"a":9007199254740993,"b":2}}'
  expect(decodeEvent(line)).toMatchObject({ scenario: { a: 9007199254740993n, b: 2 } })
})

test.each([
  ['{"at":1,', 'character 9: expected a string, got the end'],
  ['{"at":1 "seq":2}', `character 9: expected ',' or '}', got "\\"seq\\":2}"`],
  ['[1', "character 3: expected ',' or ']', got the end"],
  ['nope', 'character 1: expected a value, got "nope"'],
  ['{} {}', 'character 4: expected nothing more, got "{}"'],
  ['{"at":1}', 'expected a trace event: an object with at, seq and type'],
])('%s is refused', (line, message) => {
  expect(() => decodeEvent(line)).toThrow(new SyntaxError(message))
})
