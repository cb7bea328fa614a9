/** Every effect, byte by byte on the wire. */
import { describe, expect, test } from 'vitest'
import type { FaultInput } from '../../src/scenario/actions.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import type { Vm } from '../../src/vm.js'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const NAME = returns('{"host-name": "localhost"}')
const LOCKED = { class: 'CommandNotFound', desc: 'locked' } as const

/** A host of a guest in which that goes wrong. */
function host(faults: FaultInput | FaultInput[], more: ScenarioInput = {}): Promise<Talk> {
  return talk({ scenario: { extends: 'minimal', faults: [faults].flat(), ...more } })
}

const request = (name: string, args?: object) => `${JSON.stringify({ execute: name, arguments: args })}\n`
const PING = request('guest-ping')

/** What left the agent's side, and when, in milliseconds. */
function out(vm: Vm): [number, string][] {
  return vm.events.flatMap(it => (it.type === 'out' ? [[Number(it.at) / 1e6, it.data] as [number, string]] : []))
}

function seen(vm: Vm, ...types: string[]): string[] {
  const text = (it: object) => ('state' in it ? it.state : 'client' in it ? it.client : '')
  return vm.events.filter(({ type }) => types.includes(type)).map(it => `${it.type} ${text(it)} ${Number(it.at) / 1e6}`)
}

describe('delay', () => {
  test('is how much longer the agent needs, and all that comes behind it', async () => {
    const it = await host({ on: 'guest-ping', times: 1, delay: '6s' })
    expect(await it.send(PING + request('guest-get-host-name'))).toBe('')
    it.vm.advance('5999999999ns')
    expect(await it.more()).toBe('')
    it.vm.advance('1ns')
    expect(await it.more()).toBe(`${OK}\n${NAME}\n`)
    expect(it.vm.calls().map(({ at }) => at)).toEqual([0n, 6_000_000_000n])
  })

  test.each([
    ['a range', { from: '1s', to: '2s' }, 1_000_000_000n, 2_000_000_000n],
    ['a normal distribution', { mean: '4s', deviation: '500ms' }, 1_000_000_000n, 7_000_000_000n],
    ['percentiles', { p50: '1s', p99: '2s', p100: '3s' }, 0n, 3_000_000_000n],
  ])('by chance: %s', async (_name, delay, least, most) => {
    const it = await host({ on: 'guest-ping', delay })
    for (let count = 0; count < 20; count++) {
      expect(await it.ask('guest-ping')).toBe('')
      it.vm.advance('10s')
      expect(await it.more()).toBe(`${OK}\n`)
    }
    const times = it.vm.calls().map(({ at, doneAt = 0n }) => doneAt - at)
    for (const time of times) expect(time >= least && time <= most).toBe(true)
    expect(new Set(times).size).toBe(20)
    const told = it.vm.events.flatMap(event => (event.type === 'fault' ? [event.effect] : []))
    expect(told).toEqual(times.map(time => `delay ${String(Number(time) / 1e9)}s`))
  })

  test('with a direction the bytes are under way so long: the agent has done its work', async () => {
    const it = await host({ on: 'guest-ping', times: 1, delay: '6s', direction: 'reply' })
    expect(await it.send(PING + request('guest-get-host-name'))).toBe('')
    expect(it.vm.calls().map(({ doneAt }) => doneAt)).toEqual([0n, 0n])
    it.vm.advance('6s')
    expect(await it.more()).toBe(`${OK}\n${NAME}\n`)
  })

  test('of a request: it comes to the agent so much later', async () => {
    const it = await host({ on: 'guest-ping', times: 1, delay: '6s', direction: 'request' })
    expect(await it.send(request('guest-get-host-name') + PING + request('guest-get-host-name'))).toBe(`${NAME}\n`)
    it.vm.advance('6s')
    expect(await it.more()).toBe(`${OK}\n${NAME}\n`)
    expect(it.vm.calls().map(({ at }) => at)).toEqual([0n, 6_000_000_000n, 6_000_000_000n])
  })
})

describe('hang', () => {
  test('lasts until it is released', async () => {
    const it = await host({ name: 'stuck', on: 'guest-ping', times: 1, hang: true })
    expect(await it.send(PING + request('guest-get-host-name'))).toBe('')
    it.vm.advance('1d')
    expect(await it.more()).toBe('')
    expect(() => it.vm.faults.release('another')).toThrow(RangeError)
    expect(await it.more()).toBe('')
    it.vm.faults.release('stuck')
    expect(await it.more()).toBe(`${OK}\n${NAME}\n`)
  })

  test('because of two rules, until both have let go', async () => {
    const it = await host([
      { name: 'a', hang: true },
      { name: 'b', hang: true },
    ])
    expect(await it.ask('guest-ping')).toBe('')
    it.vm.faults.release('a')
    expect(await it.more()).toBe('')
    it.vm.faults.release('b')
    expect(await it.more()).toBe(`${OK}\n`)
    expect(await it.ask('guest-ping')).toBe('')
    it.vm.faults.release()
    expect(await it.more()).toBe(`${OK}\n`)
  })

  test('a release is for what hangs now, not for what hangs next', async () => {
    const it = await host({ hang: true })
    expect(await it.send(PING + PING)).toBe('')
    it.vm.faults.release()
    expect(await it.more()).toBe(`${OK}\n`)
    it.vm.faults.release()
    expect(await it.more()).toBe(`${OK}\n`)
  })

  test('ends with the process', async () => {
    const it = await host({ times: 1, hang: true })
    expect(await it.ask('guest-ping')).toBe('')
    it.vm.do({ agent: 'restart' })
    it.vm.faults.release()
    expect(await it.ask('guest-get-host-name')).toBe(NAME)
  })
})

describe('an answer that the agent does not make', () => {
  test('error', async () => {
    const it = await host([
      { on: 'guest-file-open', error: "failed to open file '/x' (mode: 'r'): \"Stale file handle\"" },
      { on: 'guest-ping', error: LOCKED },
    ])
    expect(await it.ask('guest-file-open', { path: '/etc/hostname' })).toBe(
      fails(`failed to open file '/x' (mode: 'r'): \\"Stale file handle\\"`),
    )
    expect(await it.ask('guest-ping')).toBe(fails('locked', 'CommandNotFound'))
    expect(it.vm.guest.handles.snapshot()).toEqual(await opened())
  })

  /** Handles of a guest in which no file is open. */
  async function opened(): Promise<unknown> {
    return (await host([])).vm.guest.handles.snapshot()
  }

  test('return, as it is, behind 0xFF where that belongs', async () => {
    const it = await host([
      { on: 'guest-get-*', return: { 'host-name': 'forged', more: [1, '2', null, true, 0.5] } },
      { on: 'guest-sync-delimited', return: 5 },
    ])
    const forged = returns('{"host-name": "forged", "more": [1, "2", null, true, 0.5]}')
    expect(await it.ask('guest-get-host-name')).toBe(forged)
    expect(await it.ask('guest-sync-delimited', { id: 4 })).toBe(`\xff${returns('5')}`)
    expect(await it.vm.call('guest-get-host-name')).toEqual({ 'host-name': 'forged', more: [1n, '2', null, true, 0.5] })
  })

  test('the first rule that has one answers', async () => {
    const it = await host([{ on: 'guest-info', return: 1 }, { return: 2 }, { error: 'no' }])
    expect(await it.ask('guest-info')).toBe(returns('1'))
    expect(await it.ask('guest-ping')).toBe(returns('2'))
  })

  test('a command that there is not can be answered as well', async () => {
    const it = await host({ name: 'new', return: {} })
    expect(await it.ask('guest-from-the-future')).toBe(OK)
  })
})

describe('exhaust', () => {
  test.each(['cpu', 'memory'] as const)('%s: late, and page by page', async exhaust => {
    const it = await host(
      { on: 'guest-file-read', exhaust },
      { files: { '/big': { size: 9000, fill: { text: 'x' } } } },
    )
    expect(await it.ask('guest-file-open', { path: '/big' })).toBe(returns('1000'))
    expect(await it.ask('guest-file-read', { handle: 1000, count: 9000 })).toBe('')
    it.vm.advance('10m')
    const data = Buffer.alloc(9000, 'x').toString('base64')
    const reply = `${returns(`{"count": 9000, "buf-b64": "${data}", "eof": false}`)}\n`
    expect(await it.more()).toBe(reply)
    const pieces = out(it.vm).slice(1)
    expect(pieces.map(([, piece]) => piece.length)).toEqual([4096, 4096, reply.length - 8192])
    expect(pieces[0]?.[0]).toBeGreaterThan(0)
    expect(new Set(pieces.map(([at]) => at)).size).toBe(3)
  })
})

describe('crash', () => {
  test('before: the command is not run, and the agent comes back when it is told to', async () => {
    const it = await host({ on: 'guest-file-open', times: 1, crash: { when: 'before', restart: '5s' } })
    expect(await it.send(request('guest-file-open', { path: '/etc/hostname' }) + PING)).toBe('')
    expect(seen(it.vm, 'agent', 'port')).toEqual(['agent aborted 0', 'port closed 0'])
    it.vm.advance('5s')
    expect(seen(it.vm, 'agent', 'port').slice(2)).toEqual(['agent started 5000', 'port open 5000'])
    expect(await it.ask('guest-file-open', { path: '/etc/hostname' })).toBe(returns('1000'))
  })

  test('during: half of the reply', async () => {
    const it = await host({ on: 'guest-get-host-name', times: 1, crash: { when: 'during', restart: '1s' } })
    expect(await it.send(request('guest-get-host-name') + PING)).toBe(NAME.slice(0, 19))
    it.vm.advance('1s')
    expect(await it.send(PING)).toBe(`${OK}\n`)
  })

  test('after: the reply, and no other', async () => {
    const it = await host({ on: 'guest-file-open', crash: 'after' })
    expect(await it.send(request('guest-file-open', { path: '/etc/hostname' }) + PING)).toBe(`${returns('1000')}\n`)
    it.vm.advance('1d')
    expect(await it.send(PING)).toBe('')
    expect(it.vm.agent.state).toBe('stopped')
  })

  test('loses what open files hold in their buffers', async () => {
    const it = await host({ on: 'guest-ping', crash: { when: 'after', restart: '1s' } })
    expect(await it.ask('guest-file-open', { path: '/a', mode: 'w' })).toBe(returns('1000'))
    expect(await it.ask('guest-file-write', { handle: 1000, 'buf-b64': 'YWJj' })).toBe(
      returns('{"count": 3, "eof": false}'),
    )
    expect(await it.ask('guest-ping')).toBe(OK)
    expect(it.vm.guest.files.readFile('/a', 'utf8')).toBe('')
    it.vm.advance('1s')
    expect(await it.ask('guest-file-close', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
  })

  test('of an agent that holds its own socket: the connection ends', async () => {
    const it = await host(
      { times: 1, crash: { when: 'during', restart: '1s' } },
      { agent: { transport: 'unix-listen' } },
    )
    expect(await it.send(PING)).toBe(OK.slice(0, 7))
    expect(it.closed).toBe(true)
    it.vm.advance('1s')
    await it.reconnect()
    expect(await it.send(PING)).toBe(`${OK}\n`)
  })
})

test.each([
  ['for so long', '3s' as const],
  ['until it is told', true as const],
])('deaf %s: after the reply nothing is read', async (_name, deaf) => {
  const it = await host({ on: 'guest-ping', times: 1, deaf })
  expect(await it.send(PING)).toBe(`${OK}\n`)
  expect(await it.send(request('guest-get-host-name'))).toBe('')
  it.vm.advance('3s')
  if (deaf === true) {
    expect(await it.more()).toBe('')
    it.vm.do({ agent: 'listen' })
  }
  expect(await it.more()).toBe(`${NAME}\n`)
})

test.each([
  ['for so long', '3s' as const],
  ['until it is told', true as const],
])('portClosed %s: before the reply, which waits', async (_name, portClosed) => {
  const it = await host({ on: 'guest-ping', times: 1, portClosed })
  expect(await it.send(PING)).toBe('')
  expect(it.closed).toBe(false)
  it.vm.advance('3s')
  if (portClosed === true) {
    expect(await it.more()).toBe('')
    it.vm.do({ port: 'open' })
  }
  expect(await it.more()).toBe(`${OK}\n`)
  expect(await it.send(request('guest-get-host-name'))).toBe(`${NAME}\n`)
})

test('portClosed and drop: the reply is lost with the port', async () => {
  const it = await host({ on: 'guest-ping', times: 1, portClosed: '3s', drop: true })
  expect(await it.send(PING)).toBe('')
  expect(await it.send(PING)).toBe('')
  it.vm.advance('3s')
  expect(await it.more()).toBe(`${OK}\n`)
  expect(seen(it.vm, 'port')).toEqual(['port closed 0', 'port open 3000'])
})

/** Of the reply, and then the one behind it. */
const CHUNKS = [...[0, 10, 20].map(at => [at, 4]), [30, 3], [30, NAME.length + 1]]

describe.each(['reply', 'request'] as const)('the bytes of a %s', direction => {
  const isReply = direction === 'reply'

  test('drop', async () => {
    const it = await host({ on: 'guest-ping', times: 1, drop: true, direction })
    expect(await it.send(PING + request('guest-get-host-name') + PING)).toBe(`${NAME}\n${OK}\n`)
    expect(it.vm.calls('guest-ping')).toHaveLength(isReply ? 2 : 1)
  })

  test('bytes', async () => {
    const bytes = isReply ? '\xff\x00\x80\n' : request('guest-get-host-name').trim()
    const it = await host({ on: 'guest-ping', bytes, direction })
    expect(await it.send(PING)).toBe(isReply ? bytes : `${NAME}\n`)
  })

  test('truncate', async () => {
    const from = async (truncate: number) => {
      const it = await host({ on: 'guest-ping', times: 1, truncate, direction })
      return it.send(`${PING}\xff${PING}`)
    }
    const complaint = `${fails('Invalid JSON syntax')}\n`
    expect(await from(5)).toBe(isReply ? `${OK.slice(0, 5)}${complaint}${OK}\n` : `${complaint}${OK}\n`)
    expect(await from(-1)).toBe(isReply ? `${OK}${complaint}${OK}\n` : `${complaint}${OK}\n`)
    expect(await from(0)).toBe(`${complaint}${OK}\n`)
    expect(await from(1000)).toBe(`${OK}\n${complaint}${OK}\n`)
    expect(await from(-1000)).toBe(`${complaint}${OK}\n`)
  })

  test('garbage as text', async () => {
    const it = await host({ on: 'guest-ping', garbage: { before: '[1] ', after: '12 ' }, direction })
    const refused = `${fails('Invalid JSON syntax')}\n`
    expect(await it.send(PING)).toBe(isReply ? `[1] ${OK}\n12 ` : `${refused}${OK}\n${refused}`)
  })

  test('garbage inside, somewhere', async () => {
    const it = await host({ on: 'guest-ping', garbage: { inside: '\xfe' }, direction })
    for (let count = 0; count < 10; count++) {
      const got = await it.send(`${PING}\xff`)
      if (isReply) expect(got.replace('\xfe', '')).toBe(`${OK}\n${fails('Invalid JSON syntax')}\n`)
      else expect(got).toContain(fails('Invalid JSON syntax'))
      if (isReply) expect(got).toContain('\xfe')
      else expect(it.vm.calls().length).toBeLessThanOrEqual(count + 1)
    }
  })

  test('garbage by chance', async () => {
    const it = await host({ on: 'guest-ping', garbage: 12, direction: 'reply' })
    const got = [await it.send(PING), await it.send(PING)]
    for (const reply of got) {
      expect(reply).toHaveLength(12 + OK.length + 1)
      expect(reply.slice(12)).toBe(`${OK}\n`)
    }
    expect(got[0]).not.toBe(got[1])
  })

  test('duplicate', async () => {
    const times = async (duplicate: true | number) => {
      const it = await host({ on: 'guest-ping', duplicate, direction })
      return [await it.send(PING), it.vm.calls().length]
    }
    expect(await times(true)).toEqual([`${OK}\n`.repeat(2), isReply ? 1 : 2])
    expect(await times(4)).toEqual([`${OK}\n`.repeat(4), isReply ? 1 : 4])
  })

  test('crlf', async () => {
    const it = await host({ on: 'guest-ping', crlf: true, direction })
    expect(await it.send(`\n${PING}\r\n`)).toBe(isReply ? `${OK}\r\n` : `${OK}\n`)
  })

  test('chunks', async () => {
    const it = await host({ on: 'guest-ping', times: 1, chunks: { size: 4, pause: '10ms' }, direction })
    expect(await it.send(PING + request('guest-get-host-name'))).toBe(isReply ? '{"re' : '')
    it.vm.advance('1s')
    expect(await it.more()).toBe(isReply ? `${OK.slice(4)}\n${NAME}\n` : `${OK}\n${NAME}\n`)
    if (!isReply) expect(it.vm.calls().map(({ at }) => at)).toEqual([50_000_000n, 50_000_000n])
    else expect(out(it.vm).map(([at, data]) => [at, data.length])).toEqual(CHUNKS)
  })

  test('bandwidth', async () => {
    const it = await host({ on: 'guest-ping', times: 1, bandwidth: 100, direction })
    const length = isReply ? OK.length + 1 : PING.length - 1
    expect(await it.send(PING + request('guest-get-host-name'))).toBe('')
    it.vm.advance(`${length * 10 - 1}ms`)
    expect(await it.more()).toBe(isReply ? OK.slice(0, 10) : '')
    it.vm.advance('1ms')
    expect(await it.more()).toBe(isReply ? `${OK.slice(10)}\n${NAME}\n` : `${OK}\n${NAME}\n`)
  })

  test.each(['disconnect', 'reset'] as const)('%s before, during and after', async how => {
    const when = async (moment: 'before' | 'during' | 'after') => {
      const it = await host({ on: 'guest-ping', times: 1, [how]: moment, direction })
      const first = await it.send(PING)
      const { closed, broken } = it
      await it.reconnect()
      return {
        first,
        closed: closed || broken !== undefined,
        broken,
        next: await it.send(`${isReply || moment !== 'during' ? '' : '\xff'}${request('guest-get-host-name')}`),
      }
    }
    const closed = { closed: true, broken: how === 'reset' ? 'ECONNRESET' : undefined }
    // What a client has not sent before it was cut off never comes.
    const late = isReply ? `${OK}\n${NAME}\n` : `${NAME}\n`
    const half = isReply
      ? { first: how === 'reset' ? '' : OK.slice(0, 7), next: `${OK.slice(7)}\n${NAME}\n` }
      : { first: '', next: `${fails('Invalid JSON syntax')}\n${NAME}\n` }
    const whole = isReply
      ? { first: how === 'reset' ? '' : `${OK}\n`, next: `${NAME}\n` }
      : { first: how === 'reset' ? '' : `${OK}\n`, next: `${NAME}\n` }
    expect(await when('before')).toEqual({ first: '', next: late, ...closed })
    expect(await when('during')).toEqual({ ...half, ...closed })
    expect(await when('after')).toEqual({ ...whole, ...closed })
  })
})

describe('the order of replies', () => {
  test('stale: late, right before the next one', async () => {
    const it = await host({ on: 'guest-get-host-name', times: 1, stale: true })
    expect(await it.ask('guest-get-host-name')).toBe('')
    it.vm.advance('1d')
    expect(await it.ask('guest-ping')).toBe(`${NAME}\n${OK}\n`)
    expect(await it.ask('guest-ping')).toBe(OK)
  })

  test('stale: what has no next one comes before what was no request, too', async () => {
    const it = await host({ on: 'guest-get-host-name', stale: true })
    expect(await it.send(`${request('guest-get-host-name')}\xff`)).toBe(`${NAME}\n${fails('Invalid JSON syntax')}\n`)
  })

  test('reorder: right behind the next one', async () => {
    const it = await host({ on: 'guest-get-host-name', times: 1, reorder: true })
    expect(await it.ask('guest-get-host-name')).toBe('')
    expect(await it.ask('guest-ping')).toBe(`${OK}\n${NAME}\n`)
    expect(await it.ask('guest-ping')).toBe(OK)
  })

  test('a connection of the agent’s own takes what was late with it', async () => {
    const it = await host({ on: 'guest-get-host-name', stale: true }, { agent: { transport: 'unix-listen' } })
    expect(await it.ask('guest-get-host-name')).toBe('')
    await it.reconnect()
    expect(await it.ask('guest-ping')).toBe(OK)
  })
})

describe('several rules', () => {
  test('work in their order, each on what the ones before it have left', async () => {
    const it = await host([
      { on: 'guest-ping', garbage: { before: '#' } },
      { on: 'guest-*', truncate: 4 },
      { duplicate: 2 },
      { garbage: { after: '\n' } },
    ])
    expect(await it.send(PING)).toBe('#{"r#{"r\n')
  })

  test('what is cut to pieces is one reply to the others all the same', async () => {
    const it = await host([
      { chunks: { size: 5, pause: '1ms' } },
      { duplicate: 2 },
      { truncate: -2 },
      { disconnect: 'during', direction: 'reply', delay: '1s' },
    ])
    const bytes = `${OK}\n${OK}\n`.slice(0, -2)
    expect(await it.send(PING)).toBe('')
    it.vm.advance('2s')
    expect(await it.more()).toBe(bytes.slice(0, bytes.length / 2))
    expect(it.closed).toBe(true)
    await it.reconnect()
    it.vm.advance('1s')
    expect(await it.more()).toBe(bytes.slice(bytes.length / 2))
  })

  test('what one has dropped is gone', async () => {
    const it = await host([{ drop: true }, { bytes: 'x' }, { garbage: 'y' }])
    expect(await it.send(PING)).toBe('')
  })

  test('delays add up', async () => {
    const it = await host([{ delay: '1s' }, { delay: '2s' }, { delay: '4s', direction: 'reply' }])
    await it.send(PING)
    it.vm.advance('10s')
    expect(await it.more()).toBe(`${OK}\n`)
    expect(it.vm.calls().map(({ doneAt }) => doneAt)).toEqual([3_000_000_000n])
    expect(out(it.vm)).toEqual([[7000, `${OK}\n`]])
  })
})

describe('answers to what is no request', () => {
  const complaint = `${fails('Invalid JSON syntax')}\n`

  test('are for rules that are written for everything', async () => {
    const it = await host([{ on: 'guest-*', drop: true }, { drop: true }, { on: '*', duplicate: 2 }])
    expect(await it.send('\xff')).toBe(complaint.repeat(2))
  })

  test('and not for those that change what the agent does: there is no command', async () => {
    const it = await host([
      { name: 'late', times: 1, delay: '1s' },
      { name: 'stuck', after: 1, times: 1, hang: true },
      { name: 'wrong', after: 2, times: 1, error: 'no' },
      { name: 'forged', after: 3, times: 1, return: 1 },
      { name: 'busy', after: 4, times: 1, exhaust: 'cpu' },
    ])
    expect(await it.send('\xff')).toBe(complaint)
    expect(it.vm.faults.list().map(({ matched, fired }) => matched + fired)).toEqual([0, 0, 0, 0, 0])
  })
})

test('a reply of 1 MiB may come byte by byte', async () => {
  const it = await host(
    { on: 'guest-file-read', chunks: 1 },
    { files: { '/big': { size: '1MiB', fill: { text: 'x' } } } },
  )
  await it.ask('guest-file-open', { path: '/big' })
  const reply = await it.ask('guest-file-read', { handle: 1000, count: 1 << 20 })
  const data = Buffer.alloc(1 << 20, 'x').toString('base64')
  expect(reply === returns(`{"count": 1048576, "buf-b64": "${data}", "eof": false}`)).toBe(true)
})
