import { PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineStream } from '../../../../src/http/kubevirt/libvirt/line-stream.js'
import { readMessage } from '../../../../src/http/kubevirt/libvirt/read-message.js'

test('lines are the same however their bytes are cut', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map(all => Buffer.from(all.map(byte => (byte < 60 ? 10 : byte))))
  const cuts = fc.array(fc.nat(200), { maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(bytes, cuts, async (all, places) => {
      const stream = new PassThrough()
      const lines: string[] = []
      let rest = 0
      let isLost = false
      new LineStream(stream, {
        line: line => lines.push(line.toString('latin1')),
        chunkEnded: length => {
          rest = length
        },
        lost: () => {
          isLost = true
        },
      })
      let from = 0
      for (const to of [...places.filter(place => place < all.length), all.length].sort((a, b) => a - b)) {
        if (to > from) stream.write(all.subarray(from, to))
        from = to
        await turn()
      }
      const expected = all.toString('latin1').split('\n')
      expect([...lines, expected.at(-1)]).toEqual(expected)
      expect(rest).toBe(expected.at(-1)?.length)
      stream.end()
      await turn()
      await turn()
      expect(isLost).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('any line is a message of some kind, and never throws', () => {
  const line = fc.oneof(
    fc.uint8Array().map(bytes => Buffer.from(bytes)),
    fc.json().map(text => Buffer.from(text)),
    fc.json().map(text => Buffer.from(text.slice(0, -1))),
  )
  fc.assert(
    fc.property(line, bytes => {
      expect(['ignored', 'reply', 'unparsable', 'wrong']).toContain(readMessage(bytes).kind)
    }),
  )
})

test.each([
  ['{"return": {}}\r', 'reply'],
  ['{"return": 1, "event": "x"}', 'ignored'],
  ['{"error": {"desc": "no"}}', 'reply'],
  ['\xff{"return": {}}', 'unparsable'],
  ['', 'unparsable'],
  ['{"return": {}', 'unparsable'],
  ['1', 'wrong'],
  ['{}', 'wrong'],
])('%j is %s', (line, kind) => {
  expect(readMessage(Buffer.from(line, 'latin1')).kind).toBe(kind)
})
