import { expect, test } from 'vitest'
import type { Occurrence } from '../../src/trace/events.js'
import { Journal } from '../../src/trace/journal.js'

const MIB = 'x'.repeat(1 << 20)

test.each<[string, (text: string) => Occurrence]>([
  ['bytes', data => ({ type: 'in', client: 1, data }) as Occurrence],
  ['a note', text => ({ type: 'note', text })],
  ['an action', text => ({ type: 'action', by: 'host', action: { files: { '/etc/motd': text } }, text: '' })],
  ['the words of an action', text => ({ type: 'action', by: 'scenario', text })],
  ['a fault', rule => ({ type: 'fault', rule, name: 'guest-ping', effect: '' })],
  [
    'an argument',
    text => ({ type: 'request', id: 1, name: '', arguments: new Map([['a', [text]]]) }) as unknown as Occurrence,
  ],
  [
    'an error',
    desc => ({ type: 'reply', id: 1, name: '', error: { class: 'GenericError', desc } }) as unknown as Occurrence,
  ],
  ['a change of the guest', path => ({ type: 'guest', change: { what: 'file-open', path } }) as unknown as Occurrence],
])('what is kept is bounded by its size: %s', (_, make) => {
  const journal = new Journal(() => 0n)
  for (let count = 0; count < 100; count++) journal.add(make(MIB))
  expect(journal.dropped + journal.events.length).toBe(100)
  expect(journal.events.length).toBeGreaterThan(40)
  expect(journal.events.length).toBeLessThan(64)
})
