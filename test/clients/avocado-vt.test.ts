import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { AvocadoVt, TimedOut } from './avocado-vt.js'
import { dialer, session, vmOf, wire } from './session.js'

const HOST = { 'host-name': 'mockvm' }

function avocado(vm: Vm, connect = () => vm.connect()): AvocadoVt {
  let id = 4711
  return new AvocadoVt({ connect, timer: vm.timer, syncId: () => id++ })
}

function withFaults(...faults: NonNullable<ScenarioInput['faults']>): Promise<Vm> {
  return vmOf({ extends: 'default', faults })
}

describe('a healthy guest', () => {
  test('answers a whole session', async () => {
    const vm = await vmOf()
    const client = avocado(vm)
    await vm.until(client.sync())
    await vm.until(session(client))
    expect(client.skipped).toEqual([])
  })

  test('gets one connection, and a sync with four digits', async () => {
    const vm = await vmOf()
    const client = avocado(vm)
    await vm.until(client.sync())
    await vm.until(client.call('guest-ping'))
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":4711}}',
      '< {"return": 4711}',
      '> {"execute":"guest-ping"}',
      '< {"return": {}}',
    ])
  })

  test('may answer with 0xFF in front: it is taken off', async () => {
    const vm = await vmOf()
    const client = avocado(vm)
    expect(await vm.until(client.call('guest-sync-delimited', { id: 7 }))).toBe(7n)
  })

  test('answers over a real socket', async () => {
    const vm = await vmOf()
    const client = avocado(vm, await dialer(vm))
    await client.sync()
    await session(client)
    client.close()
  })
})

describe('a reply that comes late', () => {
  test('after six seconds is in time, since it waits for twenty', async () => {
    const vm = await vmOf('stale-reply')
    const client = avocado(vm)
    expect(await vm.until(client.call('guest-get-time'))).toBe(1_767_225_606_000_000_000n)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect([client.skipped, wire(vm)]).toEqual([
      [],
      [
        'connected',
        '> {"execute":"guest-get-time"}',
        '< {"return": 1767225606000000000}',
        '> {"execute":"guest-get-host-name"}',
        '< {"return": {"host-name": "mockvm"}}',
      ],
    ])
  })

  test('after 25 seconds is taken for the reply to the next command, unless a sync stands between', async () => {
    const vm = await withFaults({ on: 'guest-get-time', delay: '25s' })
    const client = avocado(vm)
    await expect(vm.until(client.call('guest-get-time'))).rejects.toThrow('guest-get-time: no answer in 20 s')
    expect(await vm.until(client.call('guest-get-host-name'))).toBe(1_767_225_625_000_000_000n)

    await vm.until(client.sync())
    await expect(vm.until(client.call('guest-get-time'))).rejects.toThrow(TimedOut)
    await vm.until(client.sync())
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([
      { bytes: '{"return":{"host-name":"mockvm"}}', why: 'not the answer to guest-sync' },
      { bytes: '{"return":1767225650000000000}', why: 'not the answer to guest-sync' },
    ])
  })
})

test('a freeze may take 90 seconds', async () => {
  const vm = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '89s' })
  expect(await vm.until(avocado(vm).call('guest-fsfreeze-freeze'))).toBe(2n)
  const slow = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '91s' })
  await expect(slow.until(avocado(slow).call('guest-fsfreeze-freeze'))).rejects.toThrow('no answer in 90 s')
})

test('lines that it cannot decode are dropped, wherever they come', async () => {
  const vm = await withFaults({ on: '*', garbage: { before: 'noise\n\xc3\x28\n', after: '\x00\x01\n' } })
  const client = avocado(vm)
  await vm.until(client.sync())
  expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  expect(client.skipped.map(({ bytes }) => bytes)).toEqual([
    ...['noise', '\xc3\x28', '\x00\x01'],
    ...['noise', '\xc3\x28', '\x00\x01'],
  ])
})

test('half a reply of an agent that restarted swallows the first answer of the next one', async () => {
  const vm = await withFaults({ on: 'guest-get-host-name', crash: { when: 'during', restart: '1s' }, times: 1 })
  const client = avocado(vm)
  await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow(TimedOut)
  await expect(vm.until(client.sync())).rejects.toThrow(TimedOut)
  await vm.until(client.sync())
  expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  expect(client.skipped).toEqual([{ bytes: '{"return": {"host-{"return": 4711}', why: 'cannot be decoded' }])
})

test('half a request that somebody left in the agent swallows its syncs for ever, since it sends no 0xFF', async () => {
  const vm = await vmOf()
  const earlier = vm.connect()
  earlier.write('{"execute":"guest-ping","arguments":{')
  earlier.destroy()
  const client = avocado(vm)
  for (let time = 0; time < 3; time++) await expect(vm.until(client.sync())).rejects.toThrow(TimedOut)
  expect(vm.calls()).toEqual([])
})
