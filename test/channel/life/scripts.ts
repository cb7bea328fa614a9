/** What clients do to an agent on unix-listen, and what a real one of 7.2.22 does about it. */
import type { AgentArm, AgentSetup } from './agent-arm.js'
import { SocketHost } from './host.js'

export interface LifeScript {
  readonly title: string
  readonly setup?: AgentSetup
  /** Resolves with what could be seen. */
  run(it: AgentArm): Promise<unknown[]>
  readonly seen: readonly unknown[]
}

const PING = '{"execute":"guest-ping"}\n'
const PONG = '{"return": {}}\n'
const STATUS = '{"execute":"guest-fsfreeze-status"}\n'
const THAW = '{"execute":"guest-fsfreeze-thaw"}\n'
const OPEN = '{"execute":"guest-file-open","arguments":{"path":"/dev/null"}}\n'
const sync = (id: number) => `{"execute":"guest-sync","arguments":{"id":${id}}}\n`
const close = (handle: number) => `{"execute":"guest-file-close","arguments":{"handle":${handle}}}\n`
const returns = (json: number | string) => `{"return": ${json}}\n`
const NO_HANDLE = '{"error": {"class": "GenericError", "desc": "handle \'1000\' has not been found"}}\n'
const counter = (next: number) => `[global]\nfd_counter=${next}\n`

const dial = (it: AgentArm) => SocketHost.connect(it.path)

/** Sends, and gives what it has read since the last time. */
async function ask(it: AgentArm, client: SocketHost, text: string): Promise<string> {
  client.read()
  await client.send(text)
  await it.settle()
  return client.take()
}

/** Reads on, and gives that. */
async function more(it: AgentArm, client: SocketHost): Promise<string> {
  client.read()
  await it.settle()
  return client.take()
}

/** A client that leaves a reply unread, and does something else before it goes. */
async function leaveUnread(it: AgentArm, first = async (_: SocketHost) => {}): Promise<void> {
  const client = await dial(it)
  await client.send(PING)
  await it.settle()
  await it.hold(async () => {
    await first(client)
    await client.leave()
  })
}

/** What the next client gets, or why there is none. */
async function next(it: AgentArm, text: string): Promise<string> {
  try {
    const client = await dial(it)
    const reply = await ask(it, client, text)
    await client.leave()
    await it.settle()
    return reply
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

export const SCRIPTS: readonly LifeScript[] = [
  {
    title: 'one client after another is served',
    run: async it => [await next(it, PING), await next(it, sync(1)), it.ending()],
    seen: [PONG, returns(1), 'runs'],
  },
  {
    title: 'a second client is connected and waits, and what it has sent is answered when the first one leaves',
    run: async it => {
      const [first, second] = [await dial(it), await dial(it)]
      const seen = [await ask(it, second, sync(2)), await ask(it, first, sync(1)), second.state]
      await first.leave()
      seen.push(await more(it, second), second.state)
      await second.leave()
      return [...seen, it.ending()]
    },
    seen: ['', returns(1), 'open', returns(2), 'open', 'runs'],
  },
  {
    title: 'a client that ends its sending gets its replies, and then the end',
    run: async it => {
      const client = await dial(it)
      await client.send(PING + sync(2))
      await client.halfClose()
      const reply = await more(it, client)
      return [reply, client.state, it.ending()]
    },
    seen: [PONG + returns(2), 'ended', 'runs'],
  },
  {
    title: 'a client that ends its sending without a word gets the end',
    run: async it => {
      const client = await dial(it)
      await client.halfClose()
      return [await more(it, client), client.state, await next(it, PING)]
    },
    seen: ['', 'ended', PONG],
  },
  {
    title: 'a client that comes and goes without a word changes nothing, served or waiting',
    run: async it => {
      const [first, second] = [await dial(it), await dial(it)]
      await second.leave()
      await first.leave()
      // Each of them takes a place of the two that there are.
      await it.settle()
      return [await next(it, PING), it.ending()]
    },
    seen: [PONG, 'runs'],
  },
  {
    title: 'what a client asked for that left before the reply is done, and its replies are lost',
    run: async it => {
      const client = await dial(it)
      await it.hold(async () => {
        await client.send(OPEN + OPEN)
        await client.leave()
      })
      return [await next(it, OPEN), it.state(), it.ending()]
    },
    seen: [returns(1002), counter(1003), 'runs'],
  },
  {
    title: 'so is what a client asked for that left while it waited',
    run: async it => {
      const [first, second] = [await dial(it), await dial(it)]
      await second.send(OPEN)
      await second.leave()
      const before = it.state()
      await first.leave()
      await it.settle()
      return [before, it.state(), await next(it, OPEN)]
    },
    seen: [counter(1000), counter(1001), returns(1001)],
  },
  {
    title: 'a client that waited and has ended its sending gets its replies all the same',
    run: async it => {
      const [first, second] = [await dial(it), await dial(it)]
      await second.send(sync(2))
      await second.halfClose()
      await first.leave()
      return [await more(it, second), second.state]
    },
    seen: [returns(2), 'ended'],
  },
  {
    title: 'half a request is completed by the next client, and handles are its own',
    run: async it => [
      await next(it, OPEN + PING.slice(0, 12)),
      await next(it, PING.slice(12) + close(1000)),
      await next(it, close(1000)),
    ],
    seen: [returns(1000), PONG + PONG, NO_HANDLE],
  },
  {
    title: 'replies that a client does not read wait for it',
    run: async it => {
      const client = await dial(it)
      await client.send(sync(7).repeat(100))
      await it.settle()
      const before = client.take()
      return [before, await more(it, client), it.ending()]
    },
    seen: ['', returns(7).repeat(100), 'runs'],
  },
  {
    title: 'an agent that is left with a reply unread ends, and those who wait are reset',
    run: async it => {
      const client = await dial(it)
      const waiting = await dial(it)
      await waiting.send(sync(2))
      await client.send(PING)
      await it.settle()
      await client.leave()
      await it.settle()
      return [it.ending(), await more(it, waiting), waiting.state, await next(it, PING)]
    },
    seen: ['exit 0', '', 'ECONNRESET', 'ECONNREFUSED'],
  },
  {
    title: 'it does if the client has read some of it',
    run: async it => {
      const client = await dial(it)
      await client.send(PING)
      await it.settle()
      await client.readOnly(3)
      await client.leave()
      await it.settle()
      return [client.take(), it.ending()]
    },
    seen: [PONG.slice(0, 3), 'exit 0'],
  },
  {
    title: 'it does if it was busy when the client left',
    run: async it => {
      await leaveUnread(it)
      return [it.ending()]
    },
    seen: ['exit 0'],
  },
  {
    title: 'it lives on if the client had sent something that it had not read either, and does that',
    run: async it => {
      await leaveUnread(it, client => client.send(OPEN))
      return [it.ending(), it.state(), await next(it, sync(1))]
    },
    seen: ['runs', counter(1001), returns(1)],
  },
  {
    title: 'a client that had ended its sending may leave as much unread as it likes: it was gone for the agent',
    run: async it => {
      const client = await dial(it)
      await client.send(PING)
      await client.halfClose()
      await it.settle()
      await client.leave()
      await it.settle()
      return [it.ending(), await next(it, sync(1))]
    },
    seen: ['runs', returns(1)],
  },
  {
    title: 'an agent that ends thaws what was frozen',
    setup: { frozen: true },
    run: async it => {
      const before = [await next(it, STATUS), it.isFlagged()]
      await leaveUnread(it)
      return [...before, it.ending(), it.isFlagged()]
    },
    seen: [returns('"frozen"'), true, 'exit 0', false],
  },
  {
    title: 'an agent that is killed does not',
    setup: { frozen: true },
    run: async it => {
      await it.restart('SIGKILL')
      return [it.isFlagged(), await next(it, STATUS)]
    },
    seen: [true, returns('"frozen"')],
  },
  {
    title: 'one that starts frozen writes no state before the first open after the thaw',
    setup: { frozen: true },
    run: async it => {
      const states = [it.state()]
      states.push(await next(it, STATUS), it.state(), await next(it, THAW), it.state())
      return [...states, it.isFlagged(), await next(it, OPEN), it.state()]
    },
    seen: [undefined, returns('"frozen"'), undefined, returns(0), undefined, false, returns(1000), counter(1001)],
  },
  {
    title: 'a new process goes on counting handles, and knows nothing else of the old one',
    run: async it => {
      const seen = [await next(it, OPEN + PING.slice(0, 12))]
      await it.restart('SIGTERM')
      return [...seen, it.state(), await next(it, PING + close(1000) + OPEN), it.state()]
    },
    seen: [returns(1000), counter(1001), PONG + NO_HANDLE + returns(1001), counter(1002)],
  },
  {
    title: 'a client that is served when the agent is stopped reads the end',
    run: async it => {
      const client = await dial(it)
      const reply = await ask(it, client, PING)
      await it.restart('SIGTERM')
      await it.settle()
      return [reply, client.state, await next(it, PING)]
    },
    seen: [PONG, 'ended', PONG],
  },
  ...[
    { state: '', first: 1000, left: counter(1001) },
    { state: '[global]\nfd_counter = 7 \n', first: 7, left: counter(8) },
    { state: '[global]\nfd_counter=12 13\n', first: 12, left: counter(13) },
    { state: '[global]\nfd_counter=abc\n', first: 0, left: counter(1) },
    { state: counter(2_147_483_647), first: 2_147_483_647, left: counter(-2_147_483_648) },
    { state: counter(-5), first: -1, left: counter(-4) },
  ].map(({ state, first, left }) => ({
    title: `the first handle of a process that finds ${JSON.stringify(state)} is ${first}`,
    setup: { state },
    run: async (it: AgentArm) => [it.state(), await next(it, OPEN), it.state()],
    seen: [state, returns(first), left],
  })),
]
