import { expect, test } from 'vitest'
import { AgentClient, type ClientEvent } from '../../src/client/index.js'
import { answering, arrive, ManualTimer, ScriptedAgent } from './scripted-agent.js'

test('everything that the client does is told, and why it did not believe what', async () => {
  const agent = new ScriptedAgent((request, self) => {
    if (request.name !== 'guest-sync-delimited') return self.send('{"return": {}}\n')
    self.send('{"error": {"class": "GenericError", "desc": "JSON parse error, stray \'\\\\uFFFD\'"}}\n')
    self.send(
      `hello\n{"return": 5}\n{"retu\xff{"return": 1}\n\xff{"return": ${request.id}}\n\xff{"return": ${request.id}}\n`,
    )
  })
  const events: ClientEvent[] = []
  const client = await AgentClient.connect(agent.connect, { firstSyncId: 7n, onEvent: event => events.push(event) })
  await client.call('guest-ping')
  agent.send('{"return": "too late"}\n{"return"')
  await arrive()
  client.close()
  expect(events).toEqual([
    { type: 'connected' },
    {
      type: 'sent',
      command: 'guest-ping',
      syncId: 7n,
      data: '\xff{"execute": "guest-sync-delimited", "arguments": {"id": 7}}\n{"execute": "guest-ping"}\n',
    },
    {
      type: 'discarded',
      why: 'complaint',
      data: '{"error": {"class": "GenericError", "desc": "JSON parse error, stray \'\\\\uFFFD\'"}}',
      bytes: 81,
    },
    { type: 'discarded', why: 'noise', data: 'hello', bytes: 5 },
    { type: 'discarded', why: 'stale', data: '{"return": 5}', bytes: 13 },
    { type: 'discarded', why: 'partial', data: '{"retu', bytes: 6 },
    { type: 'discarded', why: 'stale', data: '\xff{"return": 1}', bytes: 14 },
    { type: 'synced', syncId: 7n },
    { type: 'discarded', why: 'duplicate', data: '\xff{"return": 7}', bytes: 14 },
    { type: 'received', command: 'guest-ping', data: '{"return": {}}' },
    { type: 'discarded', why: 'unasked', data: '{"return": "too late"}', bytes: 22 },
    { type: 'discarded', why: 'unasked', data: '{"return"', bytes: 9 },
    { type: 'disconnected', why: 'the client was closed' },
  ])
})

test('time-outs and ends are told', async () => {
  const agent = new ScriptedAgent()
  const timer = new ManualTimer()
  const events: ClientEvent[] = []
  const client = new AgentClient(agent.connect, { timer, timeout: 100, onEvent: event => events.push(event) })
  const call = client.call('guest-ping')
  await agent.asked(2)
  timer.advance(100)
  await expect(call).rejects.toThrow('nothing answers')
  const again = client.sync()
  await agent.asked(3)
  agent.send('{"ret')
  agent.end()
  await expect(again).rejects.toThrow('the connection ended without a reply to guest-sync-delimited')
  expect(events.filter(({ type }) => type !== 'sent')).toEqual([
    { type: 'connected' },
    { type: 'timeout', command: 'guest-ping', phase: 'sync', milliseconds: 100 },
    { type: 'disconnected', why: 'nothing answers' },
    { type: 'connected' },
    { type: 'discarded', why: 'partial', data: '{"ret', bytes: 5 },
    { type: 'disconnected', why: 'the connection ended' },
  ])
})

test.each(['connected', 'sent', 'synced', 'discarded', 'received'])(
  'whoever is told that something was %s may close the client',
  async last => {
    const timer = new ManualTimer()
    const agent = new ScriptedAgent((request, self) => {
      if (request.name === 'guest-ping') return self.send('{"return": {}}\n')
      self.send('noise\n')
      self.synced(request)
    })
    const types: string[] = []
    const client: AgentClient = new AgentClient(agent.connect, {
      timer,
      onEvent: ({ type }) => {
        types.push(type)
        if (type === last) client.close()
      },
    })
    const call = client.call('guest-ping').catch((error: unknown) => error)
    expect(await call).toMatchObject({ name: 'AgentDisconnected' })
    expect(types.slice(-2)).toEqual([last, 'disconnected'])
    expect(timer.size).toBe(0)
  },
)

test('a listener that throws is heard of, and the client goes on', async () => {
  const uncaught = new Promise(resolve => process.once('uncaughtException', resolve))
  const listeners = process.listeners('uncaughtException').slice(0, -1)
  for (const listener of listeners) process.off('uncaughtException', listener)
  using client = new AgentClient(answering({}).connect, {
    onEvent: ({ type }) => {
      if (type === 'synced') throw new Error('oh')
    },
  })
  await client.sync()
  expect(await uncaught).toEqual(new Error('oh'))
  for (const listener of listeners) process.on('uncaughtException', listener)
})
