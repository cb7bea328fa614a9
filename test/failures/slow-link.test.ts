import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import type { TraceEvent } from '../../src/index.js'
import { returns, talk } from '../commands/talk.js'

const LETTER = Buffer.alloc(9000, 'To whom it may concern. ').toString('base64')
const REPLY = `${returns(`{"count": 9000, "buf-b64": "${LETTER}", "eof": true}`)}\n`

/** The bytes of each write to the host. */
function writes(events: readonly TraceEvent[]): string[] {
  return events.flatMap(event => (event.type === 'out' ? [event.data] : []))
}

test('a long reply comes in pieces of 4096 and 4097 bytes, a tenth of a second apart', async () => {
  const host = await talk({ scenario: 'slow-link' })
  await host.ask('guest-file-open', { path: '/srv/data/letter.txt' })
  expect(await host.ask('guest-file-read', { handle: 1000, count: 10_000 })).toBe(REPLY.slice(0, 4097))
  host.vm.advance('100ms')
  expect(await host.more()).toBe(REPLY.slice(4097, 4097 + 4097))
  host.vm.advance('100ms')
  expect(await host.more()).toBe(REPLY.slice(4097 + 4097))
})

test.each([1, 2, 3, 4, 5])('whatever the seed (%i), the pieces but the last have 4096 or 4097 bytes', async seed => {
  const host = await talk({ scenario: 'slow-link', seed })
  await host.ask('guest-file-open', { path: '/srv/data/letter.txt' })
  await host.ask('guest-file-read', { handle: 1000, count: 10_000 })
  host.vm.advance('1s')
  const [, ...pieces] = writes(host.vm.events)
  expect(pieces.join('')).toBe(REPLY)
  expect(pieces).toHaveLength(3)
  for (const { length } of pieces.slice(0, -1)) expect([4096, 4097]).toContain(length)
})

test('a short reply dribbles in, up to 16 bytes at a time', async () => {
  const host = await talk({ scenario: 'slow-link' })
  await host.ask('guest-get-host-name')
  host.vm.advance('1s')
  const pieces = writes(host.vm.events)
  expect(pieces.join('')).toBe('{"return": {"host-name": "mockvm"}}\n')
  expect(pieces.length).toBeGreaterThan(2)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(16)
})

test('the naive client takes the first piece for a broken reply', async () => {
  const { result, events } = await playDemo('slow-link', 'naive')
  expect(result).toEqual({ bytes: undefined })
  expect(events.findLast(({ type }) => type === 'note')).toMatchObject({
    text: 'host: takes 4097 bytes for the whole reply, and that for broken: there is no end to it',
    mark: true,
  })
})

test('the correct client waits for the line feed', async () => {
  const { result, error } = await playDemo('slow-link', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ bytes: 9000 })
})
