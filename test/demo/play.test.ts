import { expect, test } from 'vitest'
import { withWholeReplies } from '../../src/demo/play.js'
import type { TraceEvent } from '../../src/index.js'

const SLICE = 65_536

function out(data: string, at = 0n): TraceEvent {
  return { type: 'out', client: 1, data, at, seq: 0 }
}

test('the slices of a long reply are one event', () => {
  const [first, second, rest] = ['a', 'b', 'c'].map(letter => letter.repeat(SLICE)) as [string, string, string]
  const note: TraceEvent = { type: 'note', text: 'read', at: 0n, seq: 1 }
  expect(withWholeReplies([out(first), out(second), out(`${rest.slice(1)}\n`), out('next\n'), note])).toEqual([
    out(`${first}${second}${rest.slice(1)}\n`),
    out('next\n'),
    note,
  ])
})

test('pieces that came apart stay apart', () => {
  const slice = 'a'.repeat(SLICE)
  for (const events of [
    [out(slice), out('later\n', 5n)],
    [out('half a reply'), out('and another\n')],
    [out(`${slice.slice(1)}\n`), out('another\n')],
  ]) {
    expect(withWholeReplies(events)).toEqual(events)
  }
})
