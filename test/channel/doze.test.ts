/** The quirk `seesClientsLate`: an agent on virtio-serial looks every 0.1 s whether somebody is there. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Vm, VmOptions } from '../../src/index.js'
import { arrive, connect, PING, PONG, sync, vmWith } from './host.js'

function late(options: VmOptions = {}): Promise<Vm> {
  return vmWith('virtio-serial', { ...options, agent: { ...options.agent, quirks: { seesClientsLate: true } } })
}

const TIME = '{"execute":"guest-get-time"}\n'

test.each([
  ['0ms', '100ms'],
  ['1ms', '99ms'],
  ['50ms', '50ms'],
  ['99.999ms', '1us'],
  ['100ms', '100ms'],
  ['12.34s', '60ms'],
])('a client that comes %s after the agent waits %s for its first reply', async (comes, waits) => {
  const vm = await late()
  vm.advance(comes)
  const client = connect(vm)
  expect(await client.send(PING)).toBe('')
  vm.advance(`${Number.parseFloat(waits) * (waits.endsWith('us') ? 1000 : 1_000_000) - 1}ns`)
  expect(await client.more()).toBe('')
  vm.advance('1ns')
  expect(await client.more()).toBe(PONG)
  expect(await client.send(PING)).toBe(PONG)
})

test('it counts from when the last client left', async () => {
  const vm = await late()
  const first = connect(vm)
  vm.advance('130ms')
  expect(await first.send(PING)).toBe(PONG)
  await first.leave()
  vm.advance('30ms')
  const second = connect(vm)
  expect(await second.send(PING)).toBe('')
  vm.advance('69ms')
  expect(await second.more()).toBe('')
  vm.advance('1ms')
  expect(await second.more()).toBe(PONG)
})

test('a client that waits behind another is seen at once', async () => {
  const vm = await late()
  const [first, second] = [connect(vm), connect(vm)]
  vm.advance('100ms')
  expect(await first.send(PING)).toBe(PONG)
  await second.send(sync(2))
  await first.leave()
  expect(await second.more()).toBe('{"return": 2}\n')
})

test('what a client asked for that has left again is done when the agent looks', async () => {
  const vm = await late()
  vm.advance('40ms')
  await connect(vm).sendAndLeave(sync(1))
  expect(vm.calls()).toEqual([])
  vm.advance('60ms')
  expect(vm.calls()).toMatchObject([{ name: 'guest-sync', at: 100_000_000n }])
})

test('an agent that tries to get rid of a reply does not sleep', async () => {
  const vm = await late({ scenario: { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] } })
  const first = connect(vm)
  vm.advance('100ms')
  await first.send(TIME)
  await first.leave()
  vm.advance('5.05s')
  const second = connect(vm)
  expect(await second.more()).toBe('{"return": 1767225601100000000}\n')
  expect(await second.send(PING)).toBe(PONG)
})

test('calls do not wait for it', async () => {
  const vm = await late()
  connect(vm)
  expect(await vm.call('guest-sync', { id: 1 })).toBe(1n)
})

describe('in a snapshot', () => {
  test('the agent sleeps on', async () => {
    const vm = await late()
    vm.advance('30ms')
    const snapshot = vm.snapshot()
    vm.advance('1h')
    vm.restore(snapshot)
    vm.advance('30ms')
    const client = connect(vm)
    await client.send(PING)
    vm.advance('40ms')
    expect(await client.more()).toBe(PONG)
  })

  test('so it does when a client has come', async () => {
    const vm = await late()
    vm.advance('30ms')
    const client = connect(vm)
    await client.send(PING)
    const snapshot = vm.snapshot()
    vm.advance('1h')
    expect(await client.more()).toBe(PONG)
    vm.restore(snapshot)
    vm.advance('69ms')
    expect(await client.more()).toBe('')
    vm.advance('1ms')
    expect(await client.more()).toBe(PONG)
  })
})

test.each(['auto', 'step'] as const)('in mode %s the clock jumps there', async mode => {
  const vm = await late({ clock: { mode } })
  expect(await connect(vm).send(PING)).toBe(PONG)
  expect(vm.calls('guest-ping')[0]?.at).toBeGreaterThanOrEqual(100_000_000n)
})

test.each(['isa-serial', 'unix-listen'] as const)('with %s there is no such thing', async transport => {
  await expect(vmWith(transport, { agent: { quirks: { seesClientsLate: true } } })).rejects.toThrow(
    `agent.quirks.seesClientsLate: expected the transport virtio-serial for this quirk, got ${transport}.`,
  )
})

test('whenever clients come and go, none waits longer than 0.1 s, and the same story gives the same times', async () => {
  const steps = fc.array(fc.record({ away: fc.nat(300), stays: fc.nat(300) }), { minLength: 1, maxLength: 6 })
  const play = async (clients: readonly { away: number; stays: number }[]) => {
    const vm = await late()
    const waits: bigint[] = []
    for (const { away, stays } of clients) {
      vm.advance(`${away}ms`)
      const came = vm.guest.clock.monotonic()
      const client = connect(vm)
      await client.send(PING)
      vm.advance('100ms')
      waits.push((vm.calls().at(-1)?.at ?? 0n) - came)
      vm.advance(`${stays}ms`)
      await client.leave()
    }
    await arrive()
    await vm.close()
    return waits
  }
  await fc.assert(
    fc.asyncProperty(steps, async clients => {
      const waits = await play(clients)
      expect(waits.every(wait => wait > 0n && wait <= 100_000_000n)).toBe(true)
      expect(await play(clients)).toEqual(waits)
    }),
    { seed: 31, numRuns: 25 },
  )
})
