import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'
import { Talk, talk } from '../commands/talk.js'
import { noise, steadfastGuest, traffic } from './requests.js'

/** What a fresh VM answers. */
async function replies(chunks: readonly Buffer[]): Promise<string> {
  const vm = await createVm({ scenario: steadfastGuest })
  try {
    const host = new Talk(vm)
    let all = ''
    for (const chunk of chunks) all += await host.send(chunk)
    return all
  } finally {
    await vm.close()
  }
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

test('what is sent is answered the same, wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(traffic, fc.array(fc.nat(), { maxLength: 12 }), async (bytes, places) => {
      expect(await replies(cut(bytes, places))).toBe(await replies([bytes]))
    }),
    { seed: 11, numRuns: 80 },
  )
})

test('byte by byte it is answered the same, too', async () => {
  await fc.assert(
    fc.asyncProperty(traffic, async bytes => {
      const single = Array.from(bytes.subarray(0, 1500), byte => Buffer.of(byte))
      expect(await replies(single)).toBe(await replies([bytes.subarray(0, 1500)]))
    }),
    { seed: 12, numRuns: 8 },
  )
})

test('whatever came before, 0xFF and guest-sync-delimited are answered with 0xFF and the id', async () => {
  // One agent for all: what is left of one run is there in the next.
  const host = await talk({ scenario: steadfastGuest })
  await fc.assert(
    fc.asyncProperty(noise, fc.nat(), async (bytes, id) => {
      await host.send(bytes)
      const replies = await host.send(`\xff{"execute":"guest-sync-delimited","arguments":{"id":${id}}}`)
      // The error that the 0xFF was, and then nothing that is not the reply.
      expect(replies).toBe(
        `{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n\xff{"return": ${id}}\n`,
      )
    }),
    { seed: 13, numRuns: 500 },
  )
})
