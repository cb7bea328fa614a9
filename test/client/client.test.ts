import { describe, expect, test } from 'vitest'
import {
  AgentClient,
  AgentError,
  AgentProtocolError,
  type ClientEvent,
  type ClientOptions,
} from '../../src/client/index.js'
import { answering, arrive, ScriptedAgent } from './scripted-agent.js'

const PONG = '{"return": {}}'

describe('what is written', () => {
  test('a call is one write: 0xFF, a sync with a fresh id, and the command', async () => {
    const agent = answering({ 'guest-ping': PONG, 'guest-file-open': '{"return": 1000}' })
    const client = new AgentClient(agent.connect, { firstSyncId: 7n })
    await client.call('guest-ping')
    await client.call('guest-file-open', { path: '/tmp/é"', mode: undefined })
    await client.sync()
    client.close()
    expect(agent.writes).toEqual([
      '\xff{"execute": "guest-sync-delimited", "arguments": {"id": 7}}\n{"execute": "guest-ping"}\n',
      '\xff{"execute": "guest-sync-delimited", "arguments": {"id": 8}}\n' +
        '{"execute": "guest-file-open", "arguments": {"path":"/tmp/\xc3\xa9\\""}}\n',
      '\xff{"execute": "guest-sync-delimited", "arguments": {"id": 9}}\n',
    ])
    expect(agent.connections).toBe(1)
  })

  test('two clients do not sync with the same ids', async () => {
    const agents = [answering({}), answering({})]
    for (const agent of agents) {
      using client = new AgentClient(agent.connect)
      await client.sync()
    }
    const [one, other] = agents.map(agent => agent.lines[0])
    expect(one).toMatch(/^\xff\{"execute": "guest-sync-delimited", "arguments": \{"id": \d{1,19}\}\}$/)
    expect(one).not.toBe(other)
  })

  test('the ids begin again after the largest that an agent reads', async () => {
    const agent = answering({})
    using client = new AgentClient(agent.connect, { firstSyncId: 2n ** 63n - 1n })
    await client.sync()
    await client.sync()
    expect(agent.lines.map(line => /\d+/.exec(line)?.[0])).toEqual(['9223372036854775807', '1'])
  })

  test('arguments count as they were when the call was made', async () => {
    const agent = answering({ 'guest-file-close': PONG })
    using client = new AgentClient(agent.connect)
    const args = { handle: 1 }
    const call = client.call('guest-file-close', args)
    args.handle = 2
    await call
    expect(agent.lines[1]).toBe('{"execute": "guest-file-close", "arguments": {"handle":1}}')
  })

  test('calls made at once go out one after another, in order', async () => {
    const agent = new ScriptedAgent((request, self) => {
      if (request.name === 'guest-sync-delimited') self.synced(request)
      else setImmediate(() => self.send(`{"return": "${request.name} of ${self.lines.length} lines"}\n`))
    })
    using client = new AgentClient(agent.connect)
    expect(await Promise.all([client.call('a'), client.call('b'), client.call('c')])).toEqual([
      'a of 2 lines',
      'b of 4 lines',
      'c of 6 lines',
    ])
  })
})

describe('what is believed', () => {
  test('only what comes behind the answer to our sync', async () => {
    const agent = new ScriptedAgent((request, self) => {
      if (request.name !== 'guest-sync-delimited') return
      const { id } = request
      // Another's reply, half a reply, the sync of another, ours without 0xFF, in a list, as a double, and with more.
      self.send(`{"return": "stale"}\n{"retu\xff{"return": 1}\n\xff\xff{"return": ${id}1}\n{"return": ${id}}\n`)
      self.send(`\xff[${id}]\n\xff{"return": ${id}.0}\n\xff{"return": ${id}, "id": 1}\n\xff{"error": ${id}}\n`)
      self.send(`{"return": "half\xff{"return": ${id}}\r\n\xff{"return": ${id}}\n{"return": {"host-name": "ours"}}\r\n`)
    })
    using client = new AgentClient(agent.connect)
    expect(await client.call('guest-get-host-name')).toEqual({ 'host-name': 'ours' })
  })

  test('a reply that comes after its time-out is nobody else’s', async () => {
    const agent = answering({ 'guest-ping': PONG })
    using client = new AgentClient(agent.connect)
    await client.sync()
    agent.send('{"return": "late"}\n{"return": "half')
    await arrive()
    expect(await client.call('guest-ping')).toBeUndefined()
  })

  test('a reply behind 0xFF, which is what a sync of the user’s has', async () => {
    using client = new AgentClient(answering({}).connect, { firstSyncId: 41n })
    expect(await client.call('guest-sync-delimited', { id: 5 })).toBe(5n)
  })

  test('the id of the client is one that the user has not taken', async () => {
    const agent = answering({})
    using client = new AgentClient(agent.connect, { firstSyncId: 5n })
    expect(await client.call('guest-sync-delimited', { id: 5 })).toBe(5n)
    expect(agent.lines.map(line => /\d+/.exec(line)?.[0])).toEqual(['6', '5'])
  })

  test('a reply in single bytes', async () => {
    const agent = new ScriptedAgent((request, self) => {
      const text = request.name === 'guest-ping' ? '{"return": {}}\n' : `\xff{"return": ${request.id}}\n`
      for (const byte of text) self.send(byte)
    })
    using client = new AgentClient(agent.connect)
    expect(await client.call('guest-ping')).toBeUndefined()
  })

  test('a reply of 64 MiB', async () => {
    const agent = new ScriptedAgent((request, self) => {
      if (request.name === 'guest-sync-delimited') return self.synced(request)
      self.send('{"return": {"count": 3, "eof": true, "buf-b64": "')
      for (let mebibytes = 0; mebibytes < 64; mebibytes++) self.send(Buffer.alloc(1 << 20, 'A'))
      self.send('"}}\n')
    })
    using client = new AgentClient(agent.connect)
    const { 'buf-b64': base64, ...rest } = await client.call('guest-file-read', { handle: 1 })
    expect(base64.length).toBe(64 << 20)
    expect(rest).toEqual({ count: 3n, eof: true })
  })

  test('noise without end while nothing is asked for takes no memory', async () => {
    const agent = answering({ 'guest-ping': PONG })
    const discarded: ClientEvent[] = []
    using client = new AgentClient(agent.connect, {
      onEvent: event => event.type === 'discarded' && discarded.push(event),
    })
    await client.sync()
    const noise = Buffer.alloc(1 << 20, 'x')
    for (let mebibytes = 0; mebibytes < 64; mebibytes++) agent.send(noise)
    expect(await client.call('guest-ping')).toBeUndefined()
    expect(discarded).toEqual([{ type: 'discarded', why: 'noise', data: 'x'.repeat(256), bytes: 64 << 20 }])
  })
})

describe('the complaint about the 0xFF', () => {
  const COMPLAINT = '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n'
  /** Sends that before the answer to the sync, and that behind it. */
  const complaining = (before: string, behind: string) =>
    new ScriptedAgent((request, self) => {
      if (request.name === 'guest-sync-delimited') self.send(`${before}\xff{"return": ${request.id}}\n${behind}`)
      else if (request.name !== 'guest-suspend-ram') self.send(`${PONG}\n`)
    })
  const outcome = (agent: ScriptedAgent, name: string) => {
    const client = new AgentClient(agent.connect)
    const call: Promise<unknown> = client.call<string>(name)
    return call.finally(() => client.close()).catch(({ name, message }: Error) => ({ name, message }))
  }

  test.each([COMPLAINT, '{"error": {"class": "GenericError", "desc": "JSON parse error, invalid keyword \'x\'"}}\n'])(
    'is not taken for the answer if it comes behind that to the sync: %s',
    async complaint => {
      expect(await outcome(complaining('', complaint), 'guest-ping')).toBeUndefined()
    },
  )

  test('is expected once, behind half a line or with it', async () => {
    const refused = { name: 'AgentError', message: 'Invalid JSON syntax' }
    expect(await outcome(complaining('', COMPLAINT + COMPLAINT), 'guest-ping')).toEqual(refused)
    expect(await outcome(complaining(COMPLAINT, COMPLAINT), 'guest-ping')).toEqual(refused)
    expect(await outcome(complaining(`{"retu${COMPLAINT}`, COMPLAINT), 'guest-ping')).toEqual(refused)
    expect(await outcome(complaining(COMPLAINT.trim(), COMPLAINT), 'guest-ping')).toEqual(refused)
  })

  test('is no error that only has its words', async () => {
    const error = '{"error": {"class": "GenericError", "desc": "failed to open file \'Invalid JSON syntax\'"}}\n'
    expect(await outcome(complaining('', error), 'guest-ping')).toEqual({
      name: 'AgentError',
      message: "failed to open file 'Invalid JSON syntax'",
    })
  })

  test('counts behind a command that answers only failures', async () => {
    expect(await outcome(complaining('', COMPLAINT), 'guest-suspend-ram')).toEqual({
      name: 'AgentError',
      message: 'Invalid JSON syntax',
    })
  })
})

describe('what is no result', () => {
  const ask = async (reply: string, maxReply?: number) => {
    using client = new AgentClient(answering({ x: reply }).connect, { maxReply })
    return await client.call('x').catch((error: unknown) => error)
  }

  test('an error of the agent has its class and its text', async () => {
    const error = await ask('{"error": {"class": "CommandNotFound", "desc": "The command x has not been found"}}')
    expect(error).toBeInstanceOf(AgentError)
    expect(error).toMatchObject({
      name: 'AgentError',
      command: 'x',
      class: 'CommandNotFound',
      desc: 'The command x has not been found',
      message: 'The command x has not been found',
    })
  })

  test('an error without class and text is shown', async () => {
    expect(await ask('{"error": {"code": 5}}')).toMatchObject({
      class: 'UnknownError',
      message: 'an error without a description: {"code":5}',
    })
    expect(await ask('{"error": null}')).toMatchObject({ message: 'an error without a description: null' })
  })

  test.each([
    ['{"return": inf}', 'the reply to x is not JSON: {"return": inf}'],
    ['\x1b[31m\x80', 'the reply to x is not JSON: \\x1b[31m\\x80'],
    ['', 'the reply to x is not JSON: an empty line'],
    ['[]', 'the reply to x is no object with just a return or an error: []'],
    ['{}', 'the reply to x is no object with just a return or an error: {}'],
    ['{"event": 1}', 'the reply to x is no object with just a return or an error: {"event": 1}'],
    ['{"return": 1, "id": 2}', 'the reply to x is no object with just a return or an error: {"return": 1, "id": 2}'],
    [
      `"${'x'.repeat(300)}"`,
      `the reply to x is no object with just a return or an error: "${'x'.repeat(139)}… 116 bytes more`,
    ],
  ])('%j is told as such', async (line, message) => {
    const error = await ask(line)
    expect(error).toBeInstanceOf(AgentProtocolError)
    expect(error).toMatchObject({ command: 'x', message })
  })

  test('a reply that is longer than allowed is not collected', async () => {
    const error = (await ask(`{"return": "${'x'.repeat(1000)}"}`, 500)) as Error
    expect(error.message).toBe(
      `the reply to x is longer than maxReply, it has 1014 bytes: {"return": "${'x'.repeat(128)}… 116 bytes more`,
    )
  })

  test('the next call works after each of them', async () => {
    const agent = answering({ error: '{"error": {}}', noise: 'what?', 'guest-ping': PONG })
    using client = new AgentClient(agent.connect)
    await expect(client.call('error')).rejects.toThrow('an error without a description: {}')
    await expect(client.call('noise')).rejects.toThrow('the reply to noise is not JSON: what?')
    expect(await client.call('guest-ping')).toBeUndefined()
    expect(agent.connections).toBe(1)
  })
})

describe('commands that answer only failures', () => {
  const silent = (script: (agent: ScriptedAgent) => void) =>
    new ScriptedAgent((request, self) => {
      if (request.name === 'guest-sync-delimited') self.synced(request)
      else script(self)
    })

  test('a second sync behind them, without 0xFF, tells that they succeeded', async () => {
    const agent = silent(() => {})
    using client = new AgentClient(agent.connect, { firstSyncId: 1n })
    expect(await client.call('guest-shutdown', { mode: 'reboot' })).toBeUndefined()
    expect(agent.writes).toEqual([
      '\xff{"execute": "guest-sync-delimited", "arguments": {"id": 1}}\n' +
        '{"execute": "guest-shutdown", "arguments": {"mode":"reboot"}}\n' +
        '{"execute": "guest-sync-delimited", "arguments": {"id": 2}}\n',
    ])
  })

  test('an error rejects, and the next reply is the next command’s', async () => {
    const agent = new ScriptedAgent((request, self) => {
      if (request.name === 'guest-sync-delimited') self.synced(request)
      else self.send(request.name === 'guest-ping' ? '{"return": {}}\n' : '{"error": {"class": "E", "desc": "no"}}\n')
    })
    using client = new AgentClient(agent.connect)
    await expect(client.call('guest-suspend-ram')).rejects.toMatchObject({ name: 'AgentError', class: 'E', desc: 'no' })
    expect(await client.call('guest-ping')).toBeUndefined()
  })

  test('the end of the connection is success', async () => {
    using client = new AgentClient(silent(agent => agent.end()).connect)
    expect(await client.call('guest-shutdown')).toBeUndefined()
  })

  test('what was heard instead of a failure is told', async () => {
    const told = async (agent: ScriptedAgent) => {
      const events: ClientEvent[] = []
      using client = new AgentClient(agent.connect, { onEvent: event => event.type === 'silent' && events.push(event) })
      await client.call('guest-shutdown').catch(() => {})
      return events
    }
    expect(await told(silent(() => {}))).toEqual([{ type: 'silent', command: 'guest-shutdown', because: 'synced' }])
    expect(await told(silent(agent => agent.end()))).toEqual([
      { type: 'silent', command: 'guest-shutdown', because: 'disconnected' },
    ])
    expect(await told(silent(agent => agent.send('{"error": {}}\n')))).toEqual([])
  })

  test('the end of the connection before the first sync is answered is not', async () => {
    using client = new AgentClient(new ScriptedAgent((_, agent) => agent.end()).connect)
    await expect(client.call('guest-shutdown')).rejects.toMatchObject({ name: 'AgentDisconnected', wasSent: true })
  })

  test('an agent that answers success all the same has succeeded', async () => {
    using client = new AgentClient(silent(agent => agent.send('{"return": {}}\n')).connect)
    expect(await client.call('guest-suspend-disk')).toBeUndefined()
  })
})

describe('wrong options are refused', () => {
  const connect = () => new ScriptedAgent().connect()
  test.each([
    [{ timeout: 0 }, 'timeout: expected milliseconds, above 0 and at most 2147483647, or Infinity, got 0'],
    [
      { syncTimeout: Number.NaN },
      'syncTimeout: expected milliseconds, above 0 and at most 2147483647, or Infinity, got NaN',
    ],
    [{ maxReply: -1 }, 'maxReply: expected a number of bytes above 0, got -1'],
    [{ firstSyncId: 2n ** 63n }, 'firstSyncId: expected a bigint of 64 bits such as 1n, got 9223372036854775808'],
    [
      { timeOut: 5 },
      'AgentClient: expected the options timeout, syncTimeout, timer, onEvent, maxReply, firstSyncId, got "timeOut"',
    ],
  ])('%o', (options, message) => {
    expect(() => new AgentClient(connect, options as ClientOptions)).toThrow(new TypeError(message))
  })

  test('of a call, and arguments that JSON can’t hold', async () => {
    using client = new AgentClient(connect)
    await expect(client.call('guest-ping', {}, { timeout: -1 })).rejects.toThrow('timeout: expected milliseconds')
    await expect(client.call('x', { run() {} })).rejects.toThrow('expected a value that JSON can hold, got function')
  })

  test('of ready, and what is no target', async () => {
    using client = new AgentClient(connect)
    await expect(client.ready({ within: 0 })).rejects.toThrow('within: expected milliseconds')
    expect(() => new AgentClient('')).toThrow('expected the path of a unix socket, got an empty one')
    expect(() => new AgentClient(5 as never)).toThrow('expected a path, a function or a stream, got 5')
  })
})
