/** What is on its way when something happens to those at its ends. */
import { describe, expect, test } from 'vitest'
import type { FaultInput } from '../../src/scenario/actions.js'
import type { ScenarioInput } from '../../src/scenario/load.js'
import type { Vm } from '../../src/vm.js'
import { connect, type Transport, vmWith } from '../channel/host.js'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const NAME = returns('{"host-name": "localhost"}')
const COMPLAINT = `${fails('Invalid JSON syntax')}\n`
const request = (name: string) => `{"execute":"${name}"}\n`
const PING = request('guest-ping')
const HOST_NAME = request('guest-get-host-name')

function host(faults: FaultInput | FaultInput[], more: ScenarioInput = {}): Promise<Talk> {
  return talk({ scenario: { extends: 'minimal', faults: [faults].flat(), ...more } })
}

const names = (vm: Vm) => vm.calls().map(({ name }) => name)
const written = (vm: Vm) => vm.events.flatMap(it => (it.type === 'out' ? [it.data] : []))
const seen = (vm: Vm, ...types: string[]) => {
  return vm.events.filter(({ type }) => types.includes(type)).map(it => `${it.type} ${'state' in it ? it.state : ''}`)
}

describe('a client that is cut off by a rule for requests', () => {
  test.each(['disconnect', 'reset'] as const)('%s: what it has sent behind that never comes', async how => {
    for (const moment of ['before', 'during', 'after'] as const) {
      const it = await host({ on: 'guest-get-host-name', direction: 'request', times: 1, [how]: moment })
      await it.send(`${PING}${HOST_NAME}${PING}${PING}{"exec`)
      await it.reconnect()
      expect(await it.send(`\xff${PING}`)).toBe(`${COMPLAINT}${OK}\n`)
      const expected = moment === 'after' ? ['guest-ping', 'guest-get-host-name'] : ['guest-ping']
      expect(names(it.vm)).toEqual([...expected, 'guest-ping'])
    }
  })

  test('amid a request that comes slowly: the other half never comes, what the next client sends does', async () => {
    const vm = await vmWith('virtio-serial', { scenario: 'minimal' })
    vm.faults.add({
      on: 'guest-get-host-name',
      direction: 'request',
      disconnect: 'during',
      chunks: { size: 4, pause: '1s' },
    })
    const one = connect(vm)
    expect(await one.send(`${PING}${HOST_NAME}${PING}`)).toBe(`${OK}\n`)
    const other = connect(vm)
    expect(await other.send(PING)).toBe('')
    vm.advance('1m')
    expect([await one.more(), one.state]).toEqual(['', 'ended'])
    // What the agent has of the first one's request is continued by the second one's.
    expect(await other.more()).not.toContain('host-name')
    expect(await other.send(`\xff${PING}`)).toBe(`${COMPLAINT}${OK}\n`)
    expect(names(vm)).not.toContain('guest-get-host-name')
  })

  test('who has left already is not cut off again: the next one stays', async () => {
    const vm = await vmWith('virtio-serial', { scenario: 'minimal' })
    vm.faults.add({ on: 'guest-get-host-name', direction: 'request', delay: '5s', disconnect: 'before' })
    await connect(vm).sendAndLeave(HOST_NAME)
    const other = connect(vm)
    expect(await other.send(PING)).toBe('')
    vm.advance('5s')
    expect([await other.more(), other.state]).toEqual([`${OK}\n`, 'open'])
    expect(names(vm)).toEqual(['guest-ping'])
  })
})

describe('pieces without a pause', () => {
  const LONG = '/x'.repeat(5)

  test('of a reply come one by one, each in a write of its own', async () => {
    const it = await host([
      { on: 'guest-get-host-name', chunks: 10 },
      { on: 'guest-ping', bytes: LONG },
    ])
    const chunks: string[] = []
    await it.vm.close()
    const vm = await vmWith('virtio-serial', { scenario: it.vm.document })
    const client = vm.connect().on('data', chunk => chunks.push(String(chunk)))
    client.write(PING + HOST_NAME + PING)
    await new Promise(resolve => setImmediate(resolve))
    const pieces = `${NAME}\n`.match(/.{1,10}/gs) ?? []
    expect(chunks).toEqual([LONG, ...pieces, LONG])
    expect(written(vm)).toEqual([LONG, ...pieces, LONG])
  })

  test('wait for a host that does not read, in order and not all at once', async () => {
    const it = await host([{ on: 'guest-file-read', chunks: 3 }], {
      files: { '/big': { size: '300KiB', fill: { text: 'x' } } },
    })
    await it.ask('guest-file-open', { path: '/big' })
    const vm = it.vm
    const client = connect(vm)
    await it.reconnect()
    client.stopReading()
    const read = '{"execute":"guest-file-read","arguments":{"handle":1000,"count":300000}}\n'
    await client.send(`${read}${PING}`)
    const bytes = written(vm).join('').length
    expect(bytes).toBeLessThan(200_000)
    expect(names(vm)).toEqual(['guest-file-open', 'guest-file-read'])
    client.read()
    const data = Buffer.alloc(300_000, 'x').toString('base64')
    const expected = `${returns(`{"count": 300000, "buf-b64": "${data}", "eof": false}`)}\n${OK}\n`
    let got = ''
    for (let more = await client.more(); more !== ''; more = await client.more()) got += more
    expect(got === expected).toBe(true)
  })

  test('are part of a snapshot, each by itself', async () => {
    const vm = await vmWith('virtio-serial', { scenario: 'minimal' })
    vm.faults.add({ on: 'guest-get-host-name', chunks: 20, times: 1 })
    await connect(vm).sendAndLeave(HOST_NAME)
    const snapshot = structuredClone(vm.snapshot())
    expect(snapshot.channel.outbox).toEqual((`${NAME}\n`.match(/.{1,20}/gs) ?? []).map(data => ({ data, alone: true })))
    expect(await connect(vm).more()).toBe(`${NAME}\n`)
  })
})

describe('a reply that has left the guest arrives although the agent is gone', () => {
  test.each<[string, FaultInput, string]>([
    ['one that is late', { delay: '5s', direction: 'reply' }, ''],
    ['one in pieces', { chunks: { size: 10, pause: '1s' } }, OK.slice(0, 10)],
    ['one that comes slowly', { bandwidth: 5 }, OK.slice(0, 5)],
  ])('%s', async (_name, rule, first) => {
    for (const end of [{ agent: 'crash' }, { agent: 'stop' }, { port: 'closed' }, { vm: 'off' }] as const) {
      const it = await host({ on: 'guest-ping', ...rule })
      let got = await it.send(PING)
      it.vm.advance('1s')
      got += await it.more()
      expect(got.slice(0, first.length)).toBe(first)
      it.vm.do(end)
      it.vm.advance('4s')
      expect(got + (await it.more())).toBe(`${OK}\n`)
    }
  })

  test('what comes through the port waits for it, and what is behind that with it', async () => {
    const it = await host([
      { on: 'guest-ping', portClosed: '10s', times: 1 },
      { on: 'guest-get-host-name', delay: '5s', direction: 'reply', times: 1 },
    ])
    expect(await it.send(HOST_NAME + PING)).toBe('')
    it.vm.advance('5s')
    expect(await it.more()).toBe(`${NAME}\n`)
    it.vm.advance('9999ms')
    expect(await it.more()).toBe('')
    it.vm.advance('1ms')
    expect(await it.more()).toBe(`${OK}\n`)
  })

  test('what the guest still has goes with the agent', async () => {
    const it = await host({ on: 'guest-ping', portClosed: true, times: 1 })
    expect(await it.send(PING)).toBe('')
    it.vm.do([{ agent: 'crash' }, { agent: 'start' }])
    expect(await it.send(HOST_NAME)).toBe(`${NAME}\n`)
  })

  test.each<[Transport, string]>([
    ['virtio-serial', `${OK}\n`],
    ['isa-serial', ''],
  ])('with nobody there %s does what it does', async (transport, expected) => {
    const vm = await vmWith(transport, { scenario: 'minimal' })
    vm.faults.add({ on: 'guest-ping', delay: '5s', direction: 'reply' })
    const client = connect(vm)
    await client.send(PING)
    await client.leave()
    vm.do({ agent: 'crash' })
    vm.advance('5s')
    expect(await connect(vm).more()).toBe(expected)
  })
})

describe('while the port is closed', () => {
  test('nothing is begun, so that what came in one chunk is answered as what came in two', async () => {
    for (const parts of [[PING + HOST_NAME + PING], [PING, HOST_NAME, PING]]) {
      const it = await host({ on: 'guest-ping', portClosed: '3s', times: 1 })
      for (const part of parts) expect(await it.send(part)).toBe('')
      it.vm.advance('3s')
      expect(await it.more()).toBe(`${OK}\n${NAME}\n${OK}\n`)
      expect(it.vm.calls().map(({ name, at }) => [name, at])).toEqual([
        ['guest-ping', 0n],
        ['guest-get-host-name', 3_000_000_000n],
        ['guest-ping', 3_000_000_000n],
      ])
    }
  })

  test('a call is made all the same: it needs no port', async () => {
    const it = await host([])
    it.vm.do({ port: 'closed' })
    await expect(it.vm.call('guest-get-host-name')).resolves.toEqual({ 'host-name': 'localhost' })
  })
})

describe('a command that is not answered', () => {
  const shutdown = request('guest-shutdown')
  const full = { extends: 'default' }

  test.each(['before', 'during', 'after'] as const)('disconnect %s: the client sees the end', async disconnect => {
    const it = await host({ on: 'guest-shutdown', disconnect }, full)
    expect([await it.send(shutdown), it.closed]).toEqual(['', true])
    expect(it.vm.guest.power.state).toBe('off')
  })

  test('reset: the client sees that', async () => {
    const it = await host({ on: 'guest-shutdown', reset: 'after' }, full)
    expect([await it.send(shutdown), it.broken]).toEqual(['', 'ECONNRESET'])
    expect(it.vm.guest.power.state).toBe('off')
  })

  test('crash: the machine is off all the same', async () => {
    const it = await host({ on: 'guest-shutdown', crash: 'after' }, full)
    expect(await it.send(shutdown)).toBe('')
    expect(seen(it.vm, 'agent')).toEqual(['agent aborted'])
    expect(it.vm.guest.power.state).toBe('off')
  })

  test('deaf and portClosed: once it is done', async () => {
    const faults = [{ deaf: true }, { portClosed: true }] as const
    const it = await host(
      faults.map(rule => ({ on: 'guest-suspend-ram', ...rule, times: 1 })),
      full,
    )
    expect(await it.send(request('guest-suspend-ram'))).toBe('')
    it.vm.advance('1m')
    const told = it.vm.events.flatMap(({ at, ...it }) => {
      if (it.type === 'agent') return [it.reason]
      return it.type === 'port' ? [`port ${it.state}`] : it.type === 'reply' ? [`${it.name} is done`] : []
    })
    expect(told).toEqual(['guest-suspend-ram is done', 'port closed', 'it reads nothing', 'the guest is suspended'])
  })

  test('no bytes come of it, and no late reply', async () => {
    const name = await host([], full).then(it => it.ask('guest-get-host-name'))
    const it = await host(
      [
        { on: 'guest-get-host-name', stale: true, times: 1 },
        { on: 'guest-shutdown', garbage: 'x', duplicate: true, bytes: 'y', deaf: '0s' },
      ],
      full,
    )
    expect(await it.send(HOST_NAME + shutdown)).toBe('')
    it.vm.wakeup()
    expect(await it.send(PING)).toBe(`${name}\n${OK}\n`)
  })
})

describe('an answer to what was no request', () => {
  test('is for a rule that is written for everything and does not count, and counts nowhere', async () => {
    const it = await host([
      { name: 'no on', duplicate: true },
      { name: 'counts', on: '*', times: 1, duplicate: true },
      { name: 'once', on: '*', nth: 1, truncate: 2 },
      { name: 'all', on: '*', garbage: '#' },
      { name: 'one of them', on: ['guest-ping', '*'], garbage: '!' },
    ])
    expect(await it.send('\xff')).toBe(`!#${COMPLAINT}`)
    const counts = it.vm.faults.list().map(({ matched, fired }) => matched + fired)
    expect(counts).toEqual([0, 0, 0, 0, 0])
  })

  test('is not what ends the process', async () => {
    const it = await host([
      { on: '*', crash: 'after' },
      { on: '*', deaf: true },
      { on: '*', portClosed: true },
    ])
    expect([await it.send('\xff'), it.vm.agent.state]).toEqual([COMPLAINT, 'running'])
  })

  test('does not make the first command the second', async () => {
    const it = await host({ nth: 1, drop: true })
    expect(await it.send(`\xff${PING}${HOST_NAME}`)).toBe(`${COMPLAINT}${NAME}\n`)
  })
})

describe('every reply', () => {
  test('stale: each comes right before the next one, and one is always on its way', async () => {
    const it = await host({ on: 'guest-*', stale: true })
    expect(await it.send(PING)).toBe('')
    expect(await it.send(HOST_NAME)).toBe(`${OK}\n`)
    expect(await it.send(PING)).toBe(`${NAME}\n`)
    expect(await it.send('\xff')).toBe(`${OK}\n${COMPLAINT}`)
  })

  test('reorder: two by two', async () => {
    const it = await host({ on: 'guest-*', reorder: true })
    expect(await it.send(PING)).toBe('')
    expect(await it.send(HOST_NAME)).toBe(`${NAME}\n${OK}\n`)
    expect(await it.send(PING)).toBe('')
  })
})
