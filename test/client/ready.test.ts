import { expect, test } from 'vitest'
import { AgentClient } from '../../src/client/index.js'
import { answering, arrive, ManualTimer, ScriptedAgent } from './scripted-agent.js'

test('an agent that is there is ready at once', async () => {
  const timer = new ManualTimer()
  using client = new AgentClient(answering({}).connect, { timer })
  await client.ready()
  expect(timer.size).toBe(0)
})

test('an agent that starts late is found by connecting anew, since some hosts stay deaf otherwise', async () => {
  const timer = new ManualTimer()
  const agent = new ScriptedAgent((request, self) => {
    if (self.connections === 3) self.synced(request)
  })
  using client = new AgentClient(agent.connect, { timer })
  const ready = client.ready({ within: 5000, retryEvery: 100 })
  for (const lines of [1, 2]) {
    await agent.asked(lines)
    timer.advance(100)
  }
  await ready
  expect(agent.connections).toBe(3)
  expect(timer.size).toBe(0)
})

test('a connection that is refused is tried again, after a while', async () => {
  const timer = new ManualTimer()
  const agent = answering({})
  let refusals = 0
  const target = () => {
    if (++refusals > 2) return agent.connect()
    throw new Error('not yet')
  }
  using client = new AgentClient(target, { timer })
  const ready = client.ready({ within: 5000, retryEvery: 100 })
  await arrive()
  expect(refusals).toBe(1)
  timer.advance(100)
  await arrive()
  expect(refusals).toBe(2)
  timer.advance(100)
  await ready
})

test('an agent that never answers is given up, with the reason of the last attempt', async () => {
  const timer = new ManualTimer()
  const target = () => {
    throw new Error('not yet')
  }
  using client = new AgentClient(target, { timer })
  const ready = client.ready({ within: 250, retryEvery: 100 }).catch((error: unknown) => error)
  for (const milliseconds of [100, 100, 50]) {
    await arrive()
    timer.advance(milliseconds)
  }
  expect(await ready).toMatchObject({
    name: 'AgentTimeout',
    phase: 'ready',
    milliseconds: 250,
    message: 'the agent was not ready within 0.25 s. cannot connect: not yet',
    cause: { name: 'AgentDisconnected' },
  })
  expect(timer.size).toBe(0)
})

test('the only connection there is is tried again until it is gone', async () => {
  const timer = new ManualTimer()
  const agent = new ScriptedAgent()
  using client = new AgentClient(agent.connect(), { timer })
  const ready = client.ready({ retryEvery: 100 }).catch((error: unknown) => error)
  await agent.asked(1)
  timer.advance(100)
  await agent.asked(2)
  agent.end()
  expect(await ready).toMatchObject({ name: 'AgentDisconnected' })
})

test('a client that is closed while it waits for the next attempt does not go on', async () => {
  const timer = new ManualTimer()
  const client = new AgentClient(
    () => {
      throw new Error('not yet')
    },
    { timer },
  )
  const ready = client.ready().catch((error: unknown) => error)
  await arrive()
  client.close()
  expect(await ready).toMatchObject({ name: 'AgentDisconnected', message: 'the client was closed' })
  expect(timer.size).toBe(0)
})
