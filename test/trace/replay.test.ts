import { expect, test } from 'vitest'
import type { Occurrence, TraceEvent } from '../../src/trace/events.js'
import { firstDifference } from '../../src/trace/replay.js'

function journal(...occurrences: Occurrence[]): TraceEvent[] {
  return occurrences.map((occurrence, seq) => ({ at: 0n, seq, ...occurrence }))
}

const out = (data: string, client?: number): Occurrence => ({ type: 'out', data, ...(client && { client }) })
const call = (id: number): Occurrence => ({ type: 'request', id, name: 'guest-ping', arguments: null, source: 'call' })
const reply = (id: number, value: bigint): Occurrence => ({ type: 'reply', id, name: 'guest-ping', return: value })

test('how bytes are cut and who takes them makes no difference', () => {
  expect(firstDifference(journal(out('abc', 1), out('def', 2)), journal(out('a'), out('bcdef', 1)))).toBeUndefined()
})

test('the first event that is otherwise is told', () => {
  const expected = journal(out('abc', 1), out('def', 1), out('ghi', 1))
  expect(firstDifference(expected, journal(out('abcdxfghx', 1)))).toEqual({
    event: expected[1],
    expected: 'def',
    got: 'dxf',
  })
})

test('saying less is a difference', () => {
  const expected = journal(out('abc', 1))
  expect(firstDifference(expected, [])).toEqual({ event: expected[0], expected: 'abc', got: '' })
})

test('saying more is a difference of no event', () => {
  expect(firstDifference([], journal(out('abc', 1)))).toEqual({ event: undefined, expected: '', got: 'abc' })
})

test('the outcome of a call counts, that of a request in bytes shows in the bytes', () => {
  const expected = journal(call(0), reply(0, 1n), reply(1, 1n))
  expect(firstDifference(expected, journal(call(0), reply(0, 1n), reply(1, 2n)))).toBeUndefined()
  expect(firstDifference(expected, journal(call(0), reply(0, 2n), reply(1, 1n)))).toEqual({
    event: expected[1],
    expected: '{"at":0,"seq":0,"type":"reply","id":0,"name":"guest-ping","return":1}\n',
    got: '{"at":0,"seq":0,"type":"reply","id":0,"name":"guest-ping","return":2}\n',
  })
})
