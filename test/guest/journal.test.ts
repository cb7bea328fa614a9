import { expect, test } from 'vitest'
import { Guest } from '../../src/guest/guest.js'
import { load } from '../scenario/vocabulary.js'
import { programGuest } from './programs/guest.js'

test('an entry has the time, the boot and the host of when it was logged', () => {
  const guest = programGuest()
  guest.clock.advance(1_500n)
  guest.journal.log({ identifier: 'backup', pid: 7, unit: 'backup.service', priority: 3, message: 'disk full' })
  const { number, ...entry } = guest.journal.entries.at(-1) ?? {}
  expect(number).toBe(guest.journal.entries.length)
  expect(entry).toEqual({
    realtime: guest.clock.now(),
    monotonic: guest.clock.uptime(),
    bootId: guest.bootId,
    hostname: 'localhost',
    priority: 3,
    transport: 'journal',
    identifier: 'backup',
    pid: 7,
    unit: 'backup.service',
    message: 'disk full',
  })
})

test('only the last 10,000 entries are kept', () => {
  const guest = programGuest()
  for (let count = 0; count < 12_345; count++) guest.journal.log({ identifier: 'x', message: String(count) })
  const { entries } = guest.journal
  expect(entries).toHaveLength(10_000)
  expect([entries[0]?.message, entries.at(-1)?.message]).toEqual(['2345', '12344'])
})

test('a reboot begins another boot, and a snapshot brings the old one back', () => {
  const guest = programGuest()
  const before = guest.snapshot()
  const boot = guest.bootId
  guest.reboot()
  expect(guest.bootId).not.toBe(boot)
  expect([...new Set(guest.journal.entries.map(({ bootId }) => bootId))]).toEqual([boot, guest.bootId])
  guest.restore(before)
  expect(guest.journal.snapshot()).toEqual(before.journal)
})

test('what the scenario has logged stands among the lines of the boot, or in the boot before', () => {
  const { guest: config } = load({
    clock: { uptime: '1h' },
    journal: [
      { time: '2025-12-31T22:00:00Z', identifier: 'kernel', priority: 'err', message: 'I/O error' },
      { time: '2025-12-31T23:30:00Z', unit: 'db.service', pid: 9, message: 'ready' },
    ],
  })
  const guest = new Guest(config)
  const { entries } = guest.journal
  const [first, second] = entries
  expect(first).toMatchObject({ identifier: 'kernel', priority: 3, message: 'I/O error' })
  expect(first?.bootId).not.toBe(guest.bootId)
  expect(second).toMatchObject({ transport: 'kernel', bootId: guest.bootId })
  expect(entries.at(-1)).toMatchObject({ identifier: 'db', unit: 'db.service', pid: 9, priority: 6, message: 'ready' })
  expect(entries.map(({ realtime }) => realtime)).toEqual(entries.map(({ realtime }) => realtime).toSorted())
})
