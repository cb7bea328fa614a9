/** The quirk `hangsUpOnEnd`: QEMU drops a client as soon as its sending has ended, and a guest is not that quick. */
import { rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { readAll } from './echo-channel.js'
import { connect, Host, PING, PONG, story, sync, type Transport, vmWith } from './host.js'

function hasty(transport: Transport): Promise<Vm> {
  return vmWith(transport, { agent: { quirks: { hangsUpOnEnd: true } } })
}

/** Asks, and ends its sending in the same breath. */
async function askAndEnd(vm: Vm, request: string): Promise<Host> {
  const stream = vm.connect()
  const client = new Host(stream)
  stream.end(request)
  return client
}

// Short enough for the FIFO of a serial line.
const SHORT = '[0]'
const REFUSAL = '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n'

test.each([
  ['virtio-serial', 'which the next one gets', REFUSAL],
  ['isa-serial', 'which vanishes', ''],
] as const)(
  'with %s a client that ends its sending with its request gets no reply, %s',
  async (transport, _, stale) => {
    const vm = await hasty(transport)
    const first = await askAndEnd(vm, SHORT)
    expect([await first.more(), first.state]).toEqual(['', 'ended'])
    expect(await connect(vm).more()).toBe(stale)
  },
)

test('with unix-listen there is no such thing: the agent itself sees the end', async () => {
  await expect(hasty('unix-listen')).rejects.toThrow(
    'agent.quirks.hangsUpOnEnd: expected the transport virtio-serial or isa-serial for this quirk, got unix-listen.',
  )
  const vm = await vmWith('unix-listen')
  const client = await askAndEnd(vm, PING)
  expect([await client.more(), client.state]).toEqual([PONG, 'ended'])
})

test('without it the reply is there before the end', async () => {
  const vm = await vmWith('virtio-serial')
  const client = await askAndEnd(vm, PING)
  expect([await client.more(), client.state]).toEqual([PONG, 'ended'])
})

test('a client that stays is served, if only later', async () => {
  const vm = await hasty('virtio-serial')
  const client = connect(vm)
  expect(await client.send(PING.repeat(3))).toBe(PONG.repeat(3))
  await client.halfClose()
  expect(client.state).toBe('ended')
})

test('of several requests the first is executed, and the others when somebody takes its reply', async () => {
  const vm = await hasty('virtio-serial')
  await connect(vm).sendAndLeave(sync(1) + sync(2) + sync(3))
  expect(vm.calls().map(call => call.arguments)).toEqual([{ id: 1n }])
  const next = connect(vm)
  expect(await next.more()).toBe('{"return": 1}\n{"return": 2}\n{"return": 3}\n')
  expect(story(vm)).toEqual(['connect 1', 'disconnect 1', 'connect 2'])
})

test('over a real socket as well', async () => {
  const vm = await hasty('virtio-serial')
  const { path, close } = await vm.listen().then(it => ({ path: it.path, close: () => it.close() }))
  const first = createConnection({ path, allowHalfOpen: true })
  first.end(sync(1))
  expect(await readAll(first)).toBe('')
  const second = createConnection({ path, allowHalfOpen: true })
  second.write(sync(2))
  let got = ''
  for await (const chunk of second) {
    got += String(chunk)
    if (got.endsWith('2}\n')) break
  }
  expect(got).toBe('{"return": 1}\n{"return": 2}\n')
  await close()
  rmSync(dirname(path), { recursive: true, force: true })
})
