/** The three kinds of channel, as they differ for a host: over virtio-serial, isa-serial, and a socket of the agent's own. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { arrive, connect, delimited, PING, PONG, story, sync, TRANSPORTS, vmWith } from './host.js'

const TIME = '{"execute":"guest-get-time"}\n'
const HOST_NAME = '{"execute":"guest-get-host-name"}\n'
const OPEN = '{"execute":"guest-file-open","arguments":{"path":"/etc/motd"}}\n'
const BAD = '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n'
const badWord = (word: string) =>
  `{"error": {"class": "GenericError", "desc": "JSON parse error, invalid keyword '${word}'"}}\n`

/** A guest that needs a second to tell the time. */
const slow: ScenarioInput = { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] }

describe.each(TRANSPORTS)('with %s', transport => {
  test('one client is served at a time; what the others send waits until it is their turn, in the order they came', async () => {
    const vm = await vmWith(transport)
    const [first, second, third] = [connect(vm), connect(vm), connect(vm)]
    expect(await third.send(sync(3))).toBe('')
    expect(await second.send(sync(2))).toBe('')
    expect(await first.send(sync(1))).toBe('{"return": 1}\n')
    expect([second.state, third.state]).toEqual(['open', 'open'])
    await first.leave()
    expect([await second.more(), await third.more()]).toEqual(['{"return": 2}\n', ''])
    await second.leave()
    expect(await third.more()).toBe('{"return": 3}\n')
    expect(story(vm)).toEqual(['connect 1', 'disconnect 1', 'connect 2', 'disconnect 2', 'connect 3'])
  })

  test('half a request of a client that died spoils all that the next one sends, until that sends 0xFF', async () => {
    const vm = await vmWith(transport)
    const dead = connect(vm)
    await dead.send('{"execute":"guest-ping","argu')
    await dead.leave()
    const next = connect(vm)
    expect(await next.send(PING)).toBe(BAD + badWord('ing'))
    expect(await next.send(sync(1))).not.toContain('"return"')
    expect(await next.send(`\xff${delimited(2)}`)).toBe(`${BAD}\xff{"return": 2}\n`)
    expect(await next.send(PING)).toBe(PONG)
  })

  test('half a request of a client that died is completed by the first bytes of the next one', async () => {
    const vm = await vmWith(transport)
    const dead = connect(vm)
    await dead.send(PING.slice(0, 12))
    await dead.leave()
    expect(await connect(vm).send(PING.slice(12))).toBe(PONG)
  })

  test('handles, programs and the frozen state outlive a connection', async () => {
    const vm = await vmWith(transport)
    const first = connect(vm)
    expect(await first.send(OPEN)).toBe('{"return": 1000}\n')
    await first.send('{"execute":"guest-exec","arguments":{"path":"/bin/sleep","arg":["5"]}}\n')
    await first.send('{"execute":"guest-fsfreeze-freeze"}\n')
    await first.leave()
    const second = connect(vm)
    expect(await second.send('{"execute":"guest-fsfreeze-status"}\n')).toBe('{"return": "frozen"}\n')
    await second.send('{"execute":"guest-fsfreeze-thaw"}\n')
    expect(await second.send('{"execute":"guest-file-close","arguments":{"handle":1000}}\n')).toBe(PONG)
    vm.advance('5s')
    expect(await second.send('{"execute":"guest-exec-status","arguments":{"pid":910}}\n')).toBe(
      '{"return": {"exitcode": 0, "exited": true}}\n',
    )
  })

  test('however a conversation is cut, the replies are the same', async () => {
    const bytes = Buffer.from(
      `${PING}\xff${delimited(7)}{"execute":"guest-file-open","arguments":{"path":"/etc/hostname"}}` +
        `{"execute":"guest-file-read","arguments":{"handle":1000,"count":99}}${sync(1)}PING\n${HOST_NAME}{"a":[}]}${PING}`,
      'latin1',
    )
    const whole = await connect(await vmWith(transport)).send(bytes.toString('latin1'))
    expect(whole).toContain('\xff{"return": 7}\n')
    const cuts = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (cuts, waits) => {
        const vm = await vmWith(transport)
        const stream = vm.connect()
        let got = ''
        stream.on('data', (chunk: Buffer) => {
          got += chunk.toString('latin1')
        })
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        for (const [index, from] of places.entries()) {
          stream.write(bytes.subarray(from, places[index + 1]))
          if (waits) await arrive()
        }
        await arrive()
        await vm.close()
        expect(got).toBe(whole)
      }),
      { numRuns: 60 },
    )
  })

  test('what a client asked for that has left is done all the same', async () => {
    const vm = await vmWith(transport, { scenario: slow })
    const first = connect(vm)
    await first.send(TIME + OPEN)
    await first.leave()
    vm.advance('1s')
    await arrive()
    const second = connect(vm)
    await second.more()
    expect(await second.send('{"execute":"guest-file-close","arguments":{"handle":1000}}\n')).toBe(PONG)
  })

  test('an agent that restarts in the middle of a reply leaves half a line behind it', async () => {
    const crash = { on: 'guest-get-host-name', crash: { when: 'during', restart: '1s' }, times: 1 } as const
    const vm = await vmWith(transport, { scenario: { extends: 'default', faults: [crash] } })
    const first = connect(vm)
    expect(await first.send(HOST_NAME + PING)).toBe('{"return": {"host-')
    vm.advance('1s')
    expect(await first.more()).toBe('')
    // With unix-listen the connection was the agent's own; else nobody has noticed, and a fresh line follows the half one.
    expect(first.state).toBe(transport === 'unix-listen' ? 'ended' : 'open')
    const next = transport === 'unix-listen' ? connect(vm) : first
    expect(await next.send(HOST_NAME)).toBe('{"return": {"host-name": "mockvm"}}\n')
  })

  test('a client that does not read holds the agent up, and the clients behind it', async () => {
    const vm = await vmWith(transport)
    vm.guest.files.writeFile('/tmp/big', new Uint8Array(200_000))
    const [first, second] = [connect(vm), connect(vm)]
    await first.send('{"execute":"guest-file-open","arguments":{"path":"/tmp/big"}}')
    first.stopReading()
    const rewind = '{"execute":"guest-file-seek","arguments":{"handle":1000,"offset":0,"whence":0}}'
    const read = '{"execute":"guest-file-read","arguments":{"handle":1000,"count":200000}}'
    await first.send(`${rewind}${read}`.repeat(20))
    expect(vm.calls('guest-file-read').length).toBeLessThan(4)
    expect(await second.send(PING)).toBe('')
    first.read()
    for (let turns = 0; turns < 20; turns++) await arrive()
    expect((await first.more()).split('\n')).toHaveLength(41)
    expect(vm.calls('guest-file-read')).toHaveLength(20)
    await first.leave()
    expect(await second.more()).toBe(PONG)
  })
})

describe('replies to a client that has left', () => {
  const five = TIME + sync(1) + sync(2) + sync(3) + sync(4)
  const replies = '{"return": 1767225601000000000}\n{"return": 1}\n{"return": 2}\n{"return": 3}\n{"return": 4}\n'

  test.each([
    ['virtio-serial', 'are kept for the next one, in their order, before its own', replies],
    ['isa-serial', 'vanish', ''],
    ['unix-listen', 'are lost', ''],
  ] as const)('with %s they %s', async (transport, _, stale) => {
    const vm = await vmWith(transport, { scenario: slow })
    const first = connect(vm)
    expect(await first.send(five)).toBe('')
    await first.leave()
    vm.advance('1s')
    await arrive()
    const next = connect(vm)
    expect(await next.more()).toBe(stale)
    expect(await next.send(sync(9))).toBe('{"return": 9}\n')
  })

  test.each([
    ['virtio-serial', 'go to that one', replies],
    ['isa-serial', 'go to that one', replies],
    ['unix-listen', 'are lost, since the agent has not noticed yet', ''],
  ] as const)('with %s, when another has come by the time they are written, they %s', async (transport, _, stale) => {
    const vm = await vmWith(transport, { scenario: slow })
    const [first, next] = [connect(vm), connect(vm)]
    expect(await first.send(five)).toBe('')
    await first.leave()
    vm.advance('1s')
    expect(await next.more()).toBe(stale)
    expect(await next.send(sync(9))).toBe('{"return": 9}\n')
  })

  const slowPair = `{"return": 1767225601000000000}\n${PONG}`

  test.each([
    ['virtio-serial', 'QEMU ends the connection at once, and the next client gets the replies', '', slowPair],
    ['isa-serial', 'QEMU ends the connection at once, and the replies vanish', '', ''],
    ['unix-listen', 'the agent still answers it, and then ends the connection', slowPair, ''],
  ] as const)('with %s, when one has ended its writing, %s', async (transport, _, forIt, forNext) => {
    const vm = await vmWith(transport, { scenario: slow })
    const first = connect(vm)
    await first.send(TIME + PING)
    await first.halfClose()
    vm.advance('1s')
    expect(await first.more()).toBe(forIt)
    expect(first.state).toBe('ended')
    expect(await connect(vm).more()).toBe(forNext)
  })

  test('of a long one, virtio-serial leaves to the next client what the first has not taken', async () => {
    const vm = await vmWith('virtio-serial')
    vm.guest.files.writeFile('/tmp/big', Buffer.alloc(600_000, 'x'))
    const first = connect(vm)
    await first.send('{"execute":"guest-file-open","arguments":{"path":"/tmp/big"}}')
    first.stopReading()
    await first.send('{"execute":"guest-file-read","arguments":{"handle":1000,"count":600000}}')
    await first.leave()
    const next = connect(vm)
    const rest = await next.send(sync(5))
    expect(rest.length).toBeGreaterThan(400_000)
    expect(rest.startsWith('{"return"')).toBe(false)
    expect(rest.endsWith('", "eof": false}}\n{"return": 5}\n')).toBe(true)
  })
})

describe('without an agent', () => {
  test('virtio-serial takes connections as ever, and whoever waits is answered by the next agent', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    await client.send(OPEN)
    vm.do({ agent: 'stop' })
    expect(await client.send(PING)).toBe('')
    expect(client.state).toBe('open')
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe(PONG)
    expect(await client.send('{"execute":"guest-file-close","arguments":{"handle":1000}}\n')).toBe(
      '{"error": {"class": "GenericError", "desc": "handle \'1000\' has not been found"}}\n',
    )
    expect(story(vm)).toEqual(['connect 1', 'agent stopped', 'port closed', 'agent started', 'port open'])
  })

  test('unix-listen ends the connection that is served, resets those that wait, and refuses new ones', async () => {
    const vm = await vmWith('unix-listen')
    const [first, second] = [connect(vm), connect(vm)]
    await first.send(PING.slice(0, 9))
    vm.do({ agent: 'stop' })
    await arrive()
    const third = connect(vm)
    await arrive()
    expect([first.state, second.state, third.state]).toEqual(['ended', 'ECONNRESET', 'ECONNREFUSED'])
    vm.do({ agent: 'start' })
    // Half a request went with the old process.
    expect(await connect(vm).send(PING)).toBe(PONG)
    expect(story(vm)).toEqual(['connect 1', 'agent stopped', 'disconnect 1', 'agent started', 'connect 2'])
  })

  test('an agent that starts late answers with virtio-serial what was sent before', async () => {
    const vm = await vmWith('virtio-serial', { agent: { running: false } })
    const client = connect(vm)
    expect(await client.send(PING)).toBe('')
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe(PONG)
  })

  test('an agent that starts late with unix-listen is not there to connect to before', async () => {
    const vm = await vmWith('unix-listen', { agent: { running: false } })
    const early = connect(vm)
    await arrive()
    expect(early.state).toBe('ECONNREFUSED')
    vm.do({ agent: 'start' })
    expect(await connect(vm).send(PING)).toBe(PONG)
  })

  test('a reply that nobody has taken is lost with the agent that still tried to write it', async () => {
    const vm = await vmWith('virtio-serial')
    await connect(vm).sendAndLeave(sync(1))
    vm.do({ agent: 'restart' })
    expect(await connect(vm).send(sync(2))).toBe('{"return": 2}\n')
  })

  test('a reply that QEMU has taken arrives, however slowly its client reads', async () => {
    const vm = await vmWith('virtio-serial')
    vm.guest.files.writeFile('/tmp/big', Buffer.alloc(300_000, 'x'))
    const client = connect(vm)
    await client.send('{"execute":"guest-file-open","arguments":{"path":"/tmp/big"}}')
    client.stopReading()
    await client.send('{"execute":"guest-file-read","arguments":{"handle":1000,"count":300000}}\n')
    vm.do({ agent: 'restart' })
    client.read()
    for (let turns = 0; turns < 10; turns++) await arrive()
    const text = await client.send(sync(2))
    expect(text.length).toBeGreaterThan(400_000)
    expect(text.endsWith('"eof": false}}\n{"return": 2}\n')).toBe(true)
  })

  test('a snapshot that was made without one is restored without one', async () => {
    const vm = await vmWith('unix-listen')
    vm.do({ agent: 'stop' })
    const stopped = vm.snapshot()
    vm.do({ agent: 'start' })
    const running = vm.snapshot()
    const client = connect(vm)
    expect(await client.send(PING)).toBe(PONG)
    vm.restore(stopped)
    const refused = connect(vm)
    await arrive()
    expect([client.state, refused.state]).toEqual(['ended', 'ECONNREFUSED'])
    vm.restore(running)
    expect(await connect(vm).send(PING)).toBe(PONG)
  })
})

describe("the host's side ends a connection", () => {
  test.each([
    ['disconnect', 'ended'],
    ['reset', 'ECONNRESET'],
  ] as const)('with %s the client sees it %s, and the one behind it is served', async (how, state) => {
    const vm = await vmWith('virtio-serial')
    const [first, second] = [connect(vm), connect(vm)]
    await second.send(sync(2))
    vm.do({ client: how })
    expect(await second.more()).toBe('{"return": 2}\n')
    expect(first.state).toBe(state)
  })
})
