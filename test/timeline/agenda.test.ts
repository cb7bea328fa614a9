import { expect, test } from 'vitest'
import { Clock } from '../../src/guest/clock.js'
import type { Action } from '../../src/timeline/action.js'
import { Agenda } from '../../src/timeline/agenda.js'

function agendaOn(clock = new Clock({ mode: 'manual', now: 0n, timezone: 'UTC', step: 1n, uptime: 0n })) {
  const done: [bigint, Action][] = []
  const agenda = new Agenda(clock, action => done.push([clock.monotonic(), action]))
  return { clock, agenda, done }
}

const note = (text: string): Action => ({ note: text })

test('actions are done in order, and a wait puts off the rest', () => {
  const { clock, agenda, done } = agendaOn()
  agenda.do([note('a'), { wait: 5n }, note('b'), note('c'), { wait: 0n }, note('d'), { wait: 7n }])
  expect(done).toEqual([[0n, note('a')]])
  clock.advance(100n)
  expect(done.slice(1)).toEqual(['b', 'c', 'd'].map(text => [5n, note(text)]))
  expect(clock.nextDue()).toBeUndefined()
})

test('it goes on while the guest stands still', () => {
  const { clock, agenda, done } = agendaOn()
  agenda.later(5n, [note('a')])
  clock.stop()
  clock.advance(5n)
  expect(done).toEqual([[5n, note('a')]])
})

test('what is put back is done after the rest of the wait, and what was to be done else is forgotten', () => {
  const { clock, agenda, done } = agendaOn()
  agenda.later(10n, [note('a'), { wait: 5n }, note('b')])
  clock.advance(4n)
  const snapshot = structuredClone(agenda.snapshot())
  expect(snapshot).toMatchObject({ pending: [{ wait: 6n, actions: [note('a'), { wait: 5n }, note('b')] }] })
  agenda.later(1n, [note('c')])
  agenda.restore(snapshot)
  clock.advance(100n)
  expect(done).toEqual([
    [10n, note('a')],
    [15n, note('b')],
  ])
  expect(agenda.snapshot()).toEqual({ pending: [] })
})

test('those due at the same time are done in the order in which they were put off, from a snapshot too', () => {
  const { clock, agenda, done } = agendaOn()
  agenda.later(5n, [note('a')])
  agenda.later(3n, [{ wait: 2n }, note('c')])
  agenda.later(5n, [note('b')])
  const snapshot = agenda.snapshot()
  clock.advance(5n)
  const other = agendaOn()
  other.agenda.restore(snapshot)
  other.clock.advance(5n)
  expect(done.map(([, action]) => action)).toEqual(['a', 'b', 'c'].map(note))
  expect(other.done).toEqual(done)
})
