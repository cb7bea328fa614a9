import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AgentClient, AgentDisconnected } from '../../src/client/index.js'
import { answering, arrive, ManualTimer, ScriptedAgent } from './scripted-agent.js'

describe('a connection that ends', () => {
  test('in the middle of a call leaves open whether the command was executed; the next call connects anew', async () => {
    const agent = new ScriptedAgent((request, self) => {
      if (request.name === 'guest-sync-delimited') self.synced(request)
      else if (self.connections === 1) self.end()
      else self.send('{"return": {}}\n')
    })
    using client = new AgentClient(agent.connect)
    const error = await client.call('guest-ping').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AgentDisconnected)
    expect(error).toMatchObject({
      wasSent: true,
      message: 'the connection ended without a reply to guest-ping: it is unknown whether it was executed',
    })
    expect(await client.call('guest-ping')).toBeUndefined()
    // At most once: the first was not sent again.
    expect(agent.lines.filter(line => line.includes('guest-ping')).length).toBe(2)
  })

  test('between two calls is not noticed by the caller', async () => {
    const agent = answering({ 'guest-ping': '{"return": {}}' })
    using client = new AgentClient(agent.connect)
    await client.call('guest-ping')
    agent.end()
    await arrive()
    expect(await client.call('guest-ping')).toBeUndefined()
    expect(agent.connections).toBe(2)
  })

  test('and is the only one there is ends the client', async () => {
    const agent = answering({ 'guest-ping': '{"return": {}}' })
    using client = await AgentClient.connect(agent.connect())
    await client.call('guest-ping')
    agent.destroy()
    await arrive()
    await expect(client.call('guest-ping')).rejects.toMatchObject({
      name: 'AgentDisconnected',
      wasSent: false,
      message: 'the connection has ended, and there is no other. Give AgentClient a path, or a function that connects.',
    })
  })

  test('and had ended before it was handed over is none', async () => {
    const stream = answering({}).connect()
    stream.destroy()
    await expect(AgentClient.connect(stream)).rejects.toThrow('the connection has ended, and there is no other.')
  })
})

describe('a client that is closed', () => {
  test('rejects what waits for an answer or its turn, and what is asked for later', async () => {
    const agent = new ScriptedAgent()
    const client = new AgentClient(agent.connect)
    const calls = Promise.allSettled([client.call('guest-ping'), client.call('guest-info')])
    await agent.asked(2)
    client.close()
    client.close()
    expect(await calls).toMatchObject([
      {
        reason: {
          name: 'AgentDisconnected',
          wasSent: true,
          message: 'the client was closed without a reply to guest-ping: it is unknown whether it was executed',
        },
      },
      { reason: { name: 'AgentDisconnected', wasSent: false, message: 'guest-info: the client is closed' } },
    ])
    await expect(client.sync()).rejects.toThrow('guest-sync-delimited: the client is closed')
    expect(agent.lines.length).toBe(2)
  })

  test('does not wait for a connection', async () => {
    const client = new AgentClient(() => new Promise(() => {}))
    const call = client.call('guest-ping')
    await arrive()
    client.close()
    await expect(call).rejects.toThrow('the client was closed')
  })
})

describe('a unix socket', () => {
  let directory: string
  let path: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
    path = join(directory, 'a.sock')
  })

  afterEach(() => rmSync(directory, { recursive: true }))

  test('that is not there, and one where nobody listens, is told', async () => {
    await expect(AgentClient.connect(path)).rejects.toMatchObject({
      name: 'AgentDisconnected',
      code: 'ENOENT',
      wasSent: false,
      message: `cannot connect to ${path}: there is no such file. Start one with mockvm serve --socket PATH.`,
    })
    writeFileSync(path, '')
    await expect(AgentClient.connect(path)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: `cannot connect to ${path}: nobody listens there any more. Start one with mockvm serve --socket PATH.`,
    })
    await expect(AgentClient.connect(() => connect(path))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: 'cannot connect: nobody listens there any more. Start one with mockvm serve --socket PATH.',
    })
  })

  test('that appears later is found by ready', async () => {
    const timer = new ManualTimer()
    const client = new AgentClient(path, { timer })
    const ready = client.ready({ retryEvery: 1000 })
    await arrive()
    const server = createServer(socket => {
      socket.on('data', data => socket.write(`\xff{"return": ${/\d+/.exec(String(data))?.[0]}}\n`, 'latin1'))
    })
    await new Promise<void>(resolve => server.listen(path, resolve))
    timer.advance(1000)
    await ready
    client.close()
    await new Promise(resolve => server.close(resolve))
  })

  test('that is reset is no more than an end', async () => {
    let served: Socket | undefined
    const server = createServer({ pauseOnConnect: true }, socket => {
      served = socket
    })
    await new Promise<void>(resolve => server.listen(path, resolve))
    using client = await AgentClient.connect(path)
    const call = client.call('guest-ping').catch((error: unknown) => error)
    await arrive()
    // With something unread: the client gets ECONNRESET.
    served?.destroy()
    expect(await call).toMatchObject({
      name: 'AgentDisconnected',
      code: 'ECONNRESET',
      message: 'the connection ended without a reply to guest-ping: it is unknown whether it was executed',
    })
    server.close()
  })
})
