/** The bytes between two machines: cut, mangled, or those of somebody else. */
import { connect, createServer, type Socket } from 'node:net'
import { serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { frame, header, MigrationReader } from '../../src/migration-stream.js'
import { connect as connectAgent, PING, PONG } from '../channel/host.js'
import { reached, socketPath, vmWith } from './migration-host.js'

const GIVEN_UP = 'load of migration failed: Invalid argument'
const CUT_OFF = 'check_section_footer: Read section footer failed: -5'

function logOf(vm: Vm): readonly string[] | undefined {
  const event = vm.events.at(-1)
  return event?.type === 'vm' && event.state === 'exited' ? event.log : undefined
}

describe('a reader', () => {
  const state = { guest: new Map([['a', 1n]]), bytes: new Uint8Array([1, 2]) }
  const identity = { machineType: 'pc-q35-7.2', memory: 1n, sections: { agent: 'hash' } }
  const stream = Buffer.concat([header(), frame(identity), frame(state)])

  function read(chunks: readonly Buffer[], ends = true, isExpected = true): unknown[] {
    const read: unknown[] = []
    const reader = new MigrationReader({
      identity: it => read.push(it) > 0 && isExpected,
      state: it => read.push(it),
      failed: log => read.push(log),
    })
    for (const chunk of chunks) reader.feed(chunk)
    if (ends) reader.end()
    return read
  }

  test('gets the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), cuts => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
        const chunks = places.slice(1).map((place, index) => stream.subarray(places[index], place))
        expect(read(chunks)).toEqual([identity, state])
      }),
    )
  })

  test('tells of a stream that ends at any place before its end', () => {
    for (let length = 0; length < stream.length; length++) {
      const [last, ...before] = read([stream.subarray(0, length)]).reverse()
      expect(last).toEqual([length < header().length ? 'Not a migration stream' : CUT_OFF])
      expect(before.length).toBeLessThan(2)
      expect(read([stream.subarray(0, length)], false).length).toBe(before.length)
    }
  })

  test('takes nothing else for a stream', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), bytes => {
        fc.pre(bytes[0] !== header()[0])
        expect(read([Buffer.from(bytes)])).toEqual([['Not a migration stream']])
      }),
    )
    expect(read([Buffer.from(`mockvm-migration ${'9'.repeat(80)}`)], false)).toEqual([['Not a migration stream']])
  })

  test('takes no stream of another version', () => {
    expect(read([Buffer.from('mockvm-migration 99.0.0\n')], false)).toEqual([
      ['mockvm: the guest comes from mockvm 99.0.0, and this is 0.1.0'],
    ])
  })

  test('takes no state of a guest that it does not want', () => {
    expect(read([stream], true, false)).toEqual([identity])
  })

  test('waits for no more than a guest has', () => {
    const length = (bytes: number) =>
      Buffer.from([bytes / 2 ** 24, (bytes >> 16) & 255, (bytes >> 8) & 255, bytes & 255])
    const [known, most] = [Buffer.concat([header(), frame(identity)]), 512 * 1024 * 1024]
    expect(read([header(), length(64 * 1024)], false)).toEqual([])
    expect(read([header(), length(64 * 1024 + 1)], false)).toEqual([['Not a migration stream']])
    expect(read([header(), length(2 ** 32 - 1)], false)).toEqual([['Not a migration stream']])
    expect(read([known, length(most)], false)).toEqual([identity])
    expect(read([known, length(most + 1)], false)).toEqual([identity, ['Not a migration stream']])
  })

  test('takes nothing that is no data', () => {
    const wrong = Buffer.concat([header(), Buffer.from([0, 0, 0, 3]), Buffer.from('{}\n')])
    expect(read([wrong])).toEqual([['mockvm: the stream holds what is no data of mockvm’s']])
  })
})

/** Whoever sends that to a machine that awaits a guest, and what comes of it. */
async function sendTo(bytes: Buffer): Promise<Vm> {
  const path = socketPath()
  const target = await vmWith({ incoming: `unix:${path}` })
  const client = connect(path).on('error', () => {})
  client.end(bytes)
  await reached(target, 'in', 'failed')
  return target
}

describe('a machine that awaits a guest gives up', () => {
  test.each([
    ['when the connection is closed', Buffer.alloc(0), 'Not a migration stream'],
    ['when it gets something else', Buffer.from('garbage!!!'), 'Not a migration stream'],
    [
      'when it is not told which guest comes',
      Buffer.concat([header(), frame(undefined)]),
      'mockvm: the stream does not say which guest it is',
    ],
  ])('%s', async (_when, bytes, line) => {
    const target = await sendTo(bytes)
    expect(target.status).toBe('exited')
    expect(logOf(target)).toEqual([line, GIVEN_UP])
    expect(target.events.filter(({ type }) => type === 'qemu')).toMatchObject([{ data: { status: 'setup' } }])
  })

  test.each([{}, null, 'guest', { guest: {} }, { guest: { clock: {} }, agent: {}, runState: {}, channel: {} }])(
    'when what comes is no guest: %j',
    async state => {
      const path = socketPath()
      const target = await vmWith({ incoming: `unix:${path}` })
      // A source of the same scenario says who it is.
      const source = await vmWith()
      const proxy = socketPath()
      const server = createServer(socket => {
        const onwards = connect(path).on('error', () => {})
        let isFirst = true
        socket.on('data', chunk => {
          onwards.write(chunk)
          if (!isFirst) return
          isFirst = false
          onwards.once('data', () => onwards.write(frame(state)))
        })
        socket.on('error', () => {})
        onwards.on('close', () => socket.destroy())
      }).listen(proxy)
      onTestFinished(() => void server.close())
      source.qmp.execute('migrate', { uri: `unix:${proxy}` })
      await Promise.all([reached(target, 'in', 'failed'), reached(source, 'out', 'failed')])
      expect([source.status, target.status]).toEqual(['running', 'exited'])
      expect(logOf(target)?.[0]).toMatch(/^error while loading state: /)
    },
  )

  test('but not because of a second connection', async () => {
    const path = socketPath()
    const target = await vmWith({ incoming: `unix:${path}` })
    const first = connect(path)
    await reached(target, 'in', 'active')
    const second = connect(path).on('error', () => {})
    second.write('garbage')
    await new Promise(done => second.once('close', done))
    expect(target.status).toBe('inmigrate')
    first.destroy()
    await reached(target, 'in', 'failed')
  })
})

interface Way {
  readonly path: string
  /** Bytes that have gone over, there and back. */
  readonly passed: { there: number; back: number }
}

/** A way that is cut off after so many bytes. */
function wayTo(target: string, limits: { readonly there?: number; readonly back?: number }): Way {
  const path = socketPath()
  const passed = { there: 0, back: 0 }
  const server = createServer(from => {
    const to = connect(target)
    const cut = () => {
      from.destroy()
      to.destroy()
    }
    const carry = (a: Socket, b: Socket, way: 'there' | 'back') => {
      a.on('error', () => {})
      a.on('close', cut)
      if (limits[way] === 0) a.once('data', cut)
      else
        a.on('data', chunk => {
          const part = chunk.subarray(0, (limits[way] ?? Number.POSITIVE_INFINITY) - passed[way])
          passed[way] += part.length
          b.write(part, () => {
            if (passed[way] === limits[way]) cut()
          })
        })
    }
    carry(from, to, 'there')
    carry(to, from, 'back')
  }).listen(path)
  onTestFinished(() => void server.close())
  return { path, passed }
}

async function machines() {
  const path = socketPath()
  const scenario = { extends: 'minimal' }
  return { source: await vmWith({}, scenario), target: await vmWith({ incoming: `unix:${path}` }, scenario), path }
}

test('a way that breaks at any place leaves the guest where it was', async () => {
  const whole = await machines()
  const { path, passed } = wayTo(whole.path, {})
  whole.source.qmp.execute('migrate', { uri: `unix:${path}` })
  await reached(whole.source, 'out', 'completed')
  const length = passed.there

  const cuts = fc.oneof(fc.nat(100), fc.nat(length - 1), fc.integer({ min: length - 100, max: length - 1 }))
  await fc.assert(
    fc.asyncProperty(cuts, async there => {
      const { source, target, path } = await machines()
      source.qmp.execute('migrate', { uri: `unix:${wayTo(path, { there }).path}` })
      await Promise.all([reached(source, 'out', 'failed'), reached(target, 'in', 'failed')])
      expect([source.status, target.status]).toEqual(['running', 'exited'])
      expect(logOf(target)?.at(-1)).toBe(GIVEN_UP)
      expect(await connectAgent(source).send(PING)).toBe(PONG)
      await Promise.all([source.close(), target.close()])
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('a way that breaks when the guest is there leaves two of them', async () => {
  const { source, target, path } = await machines()
  source.qmp.execute('migrate', { uri: `unix:${wayTo(path, { back: 'expected\nload'.length }).path}` })
  await Promise.all([reached(source, 'out', 'failed'), reached(target, 'in', 'completed')])
  expect([source.status, target.status]).toEqual(['running', 'running'])
})

test('frames count their bytes', () => {
  expect(frame('a').subarray(4)).toEqual(serialize('a'))
  expect(frame('a').readUInt32BE()).toBe(serialize('a').length)
})
