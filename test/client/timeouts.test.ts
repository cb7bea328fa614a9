import { describe, expect, test } from 'vitest'
import { AgentClient, AgentTimeout, type ClientEvent } from '../../src/client/index.js'
import { answering, arrive, ManualTimer, ScriptedAgent } from './scripted-agent.js'

const timer = () => new ManualTimer()

describe('a command that is not answered', () => {
  test('is told apart from an agent that is not there, and the next call works', async () => {
    const clock = timer()
    const agent = answering({ 'guest-ping': '{"return": {}}' })
    using client = new AgentClient(agent.connect, { timer: clock, timeout: 5000 })
    const freeze = client.call('guest-fsfreeze-freeze')
    await agent.asked(2)
    await arrive()
    clock.advance(4999)
    const ping = client.call('guest-ping')
    await arrive()
    expect(agent.lines.length).toBe(2)
    clock.advance(1)
    const error = await freeze.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AgentTimeout)
    expect(error).toMatchObject({
      command: 'guest-fsfreeze-freeze',
      milliseconds: 5000,
      phase: 'reply',
      isAlive: true,
      message:
        'guest-fsfreeze-freeze: the agent answered the sync, but not the command within 5 s: ' +
        'it may still be executing it. Give it a longer timeout.',
    })
    agent.send('{"return": 2}\n')
    expect(await ping).toBeUndefined()
    expect(agent.connections).toBe(1)
    expect(clock.size).toBe(0)
  })

  test('has the time of its own, counted from the answer to the sync', async () => {
    const clock = timer()
    const agent = new ScriptedAgent()
    using client = new AgentClient(agent.connect, { timer: clock, timeout: 1000, syncTimeout: 300 })
    const call = client.call('guest-ping', {}, { timeout: 5000 })
    await agent.asked(2)
    clock.advance(299)
    agent.synced({ id: /\d+/.exec(agent.lines[0] ?? '')?.[0] ?? '', name: '', line: '' })
    await arrive()
    clock.advance(4999)
    agent.send('{"return": {}}\n')
    expect(await call).toBeUndefined()
  })

  test('waits for ever if it is told to', async () => {
    const clock = timer()
    const agent = answering({})
    using client = new AgentClient(agent.connect, { timer: clock, timeout: Number.POSITIVE_INFINITY })
    const call = client.call('guest-ping')
    await agent.asked(2)
    await arrive()
    expect(clock.size).toBe(0)
    agent.send('{"return": {}}\n')
    expect(await call).toBeUndefined()
  })

  test('is told with the complaint that came instead', async () => {
    const clock = timer()
    const refusal = '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}'
    using client = new AgentClient(answering({ 'guest-ping': refusal }).connect, { timer: clock })
    const ping = client.call('guest-ping')
    await arrive()
    clock.advance(5000)
    await expect(ping).rejects.toThrow(
      'guest-ping: the agent answered the sync, but not the command within 5 s: it may still be executing it. ' +
        `Give it a longer timeout. What came instead was discarded: ${refusal}`,
    )
  })

  test('is success if it answers only failures, and is told as silence', async () => {
    const clock = timer()
    const events: ClientEvent[] = []
    const agent = new ScriptedAgent((request, self) => {
      if (self.lines.length === 1) self.synced(request)
    })
    using client = new AgentClient(agent.connect, { timer: clock, onEvent: event => events.push(event) })
    const call = client.call('guest-suspend-ram')
    await agent.asked(3)
    await arrive()
    clock.advance(5000)
    expect(await call).toBeUndefined()
    expect(events.slice(-2)).toEqual([
      { type: 'timeout', command: 'guest-suspend-ram', phase: 'reply', milliseconds: 5000 },
      { type: 'silent', command: 'guest-suspend-ram', because: 'timeout' },
    ])
  })
})

describe('a sync that is not answered', () => {
  test('ends the connection, and the next call makes another', async () => {
    const clock = timer()
    const agent = new ScriptedAgent((request, self) => {
      if (self.connections === 1) return
      if (request.name === 'guest-sync-delimited') self.synced(request)
      else self.send('{"return": {}}\n')
    })
    using client = new AgentClient(agent.connect, { timer: clock, timeout: 5000, syncTimeout: 500 })
    const call = client.call('guest-ping')
    await agent.asked(2)
    clock.advance(500)
    await expect(call).rejects.toMatchObject({
      name: 'AgentTimeout',
      command: 'guest-ping',
      milliseconds: 500,
      phase: 'sync',
      isAlive: false,
      message:
        'guest-ping: nothing answers, not even the sync within 0.5 s. Is the agent running? ' +
        'The command was sent with it: an agent that comes to it later executes it.',
    })
    expect(await client.call('guest-ping')).toBeUndefined()
    expect(agent.connections).toBe(2)
  })

  test('leaves the only connection there is alone', async () => {
    const clock = timer()
    const agent = new ScriptedAgent((request, self) => {
      if (self.lines.length > 1) self.synced(request)
    })
    using client = new AgentClient(agent.connect(), { timer: clock })
    const sync = client.sync()
    await agent.asked(1)
    clock.advance(5000)
    await expect(sync).rejects.toThrow(
      'guest-sync-delimited: nothing answers, not even the sync within 5 s. Is the agent running?',
    )
    await client.sync()
  })

  test('shows what came instead, such as the refusal of an agent without that command', async () => {
    const clock = timer()
    const refusal =
      '{"error": {"class": "CommandNotFound", "desc": "The command guest-sync-delimited has been disabled"}}'
    const agent = new ScriptedAgent((_, self) => self.send(`${refusal}\n`))
    using client = new AgentClient(agent.connect, { timer: clock })
    const sync = client.sync()
    await agent.asked(1)
    await arrive()
    clock.advance(5000)
    await expect(sync).rejects.toThrow(
      `guest-sync-delimited: nothing answers, not even the sync within 5 s. Is the agent running? What came instead was discarded: ${refusal}`,
    )
  })
})

test('a connection that does not come about is given up, and closed if it comes later', async () => {
  const clock = timer()
  const agent = answering({})
  let finish = () => {}
  let made: ReturnType<typeof agent.connect> | undefined
  const target = () =>
    new Promise<ReturnType<typeof agent.connect>>(resolve => {
      finish = () => {
        made = agent.connect()
        resolve(made)
      }
    })
  const connecting = AgentClient.connect(target, { timer: clock })
  await arrive()
  clock.advance(5000)
  await expect(connecting).rejects.toMatchObject({
    name: 'AgentTimeout',
    phase: 'connect',
    message: 'connect: no connection within 5 s. Is anybody accepting there?',
  })
  finish()
  await arrive()
  expect(made?.destroyed).toBe(true)
})

test('the host’s clock ends a wait as well', async () => {
  using client = new AgentClient(new ScriptedAgent().connect, { timeout: 1 })
  await expect(client.sync()).rejects.toThrow('not even the sync within 0.001 s')
})
