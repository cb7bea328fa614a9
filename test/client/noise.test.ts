/** Whatever comes before the answer to our sync, it is never taken for our reply. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AgentClient } from '../../src/client/index.js'
import { ScriptedAgent } from './scripted-agent.js'

const OTHERS = fc.oneof(
  fc.constantFrom(
    '{"return": "stale"}\n',
    '{"return": {}}\r\n',
    '{"error": {"class": "GenericError", "desc": "stale"}}\n',
    '{"return": "half',
    '\xff{"return": 1}\n',
    '\xff\xff{"return": 99}\n',
    '\n',
    '\xff',
    '{"return": 7}\n',
  ),
  fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes).toString('latin1')),
)

test('noise, stale and half replies before it, and more answers to it, change nothing', async () => {
  const input = {
    before: fc.array(OTHERS, { maxLength: 8 }),
    copies: fc.nat(3),
    cuts: fc.array(fc.nat(300), { maxLength: 5 }),
  }
  await fc.assert(
    fc.asyncProperty(fc.record(input), async ({ before, copies, cuts }) => {
      const agent = new ScriptedAgent((request, self) => {
        if (request.name !== 'guest-sync-delimited') return
        const marker = `\xff{"return": ${request.id}}\n`
        const text = `${before.join('')}${marker.repeat(copies + 1)}{"return": "ours"}\n`
        const places = [0, ...cuts.filter(cut => cut < text.length).sort((a, b) => a - b), text.length]
        for (const [index, end] of places.slice(1).entries()) self.send(text.slice(places[index], end))
      })
      using client = new AgentClient(agent.connect, { firstSyncId: 4_711_000_000n })
      expect(await client.call('x')).toBe('ours')
    }),
  )
})

test('noise while nothing is asked for changes nothing either', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(OTHERS, { maxLength: 8 }), fc.nat(3), async (idle, turns) => {
      const agent = new ScriptedAgent((request, self) => {
        if (request.name === 'guest-sync-delimited') self.synced(request)
        else self.send('{"return": "ours"}\n')
      })
      using client = new AgentClient(agent.connect, { firstSyncId: 4_711_000_000n })
      await client.sync()
      for (const data of idle) agent.send(data)
      for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve))
      expect(await client.call('x')).toBe('ours')
    }),
  )
})
