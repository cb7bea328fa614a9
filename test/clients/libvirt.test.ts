import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { arrive } from '../channel/host.js'
import { DISAPPEARED, Libvirt, NOT_CONNECTED, NOT_NOW } from './libvirt.js'
import { dialer, session, vmOf, wire } from './session.js'

const HOST = { 'host-name': 'mockvm' }

/** The host's clock goes with that of the guest, and a millisecond passes from one look at it to the next. */
function libvirt(vm: Vm, connect = () => vm.connect()): Libvirt {
  let looks = 0
  const now = () => 1_767_225_600_000 + Number(vm.guest.clock.monotonic() / 1_000_000n) + looks++
  return new Libvirt({ connect, timer: vm.timer, now })
}

function withFaults(...faults: NonNullable<ScenarioInput['faults']>): Promise<Vm> {
  return vmOf({ extends: 'default', faults })
}

describe('a healthy guest', () => {
  test('answers a whole session', async () => {
    const vm = await vmOf()
    const client = libvirt(vm)
    await vm.until(session(client))
    expect(client.skipped).toEqual([])
  })

  test('is synced once, before the first command', async () => {
    const vm = await vmOf()
    const client = libvirt(vm)
    await vm.until(client.call('guest-ping'))
    await vm.until(client.call('guest-get-host-name'))
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '< {"return": 1767225600000}',
      '> {"execute":"guest-ping"}',
      '< {"return": {}}',
      '> {"execute":"guest-get-host-name"}',
      '< {"return": {"host-name": "mockvm"}}',
    ])
  })

  test('answers over a real socket', async () => {
    const vm = await vmOf()
    const client = libvirt(vm, await dialer(vm))
    await session(client)
    client.close()
  })
})

describe('a reply that comes a second after the time-out', () => {
  test('is dropped by the sync in front of the next command', async () => {
    const vm = await vmOf('stale-reply')
    const client = libvirt(vm)
    await expect(vm.until(client.call('guest-get-time'))).rejects.toThrow(NOT_NOW)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([{ bytes: '{"return": 1767225606000000000}', why: 'delayed reply on sync' }])
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '< {"return": 1767225600000}',
      '> {"execute":"guest-get-time"}',
      '> {"execute":"guest-sync","arguments":{"id":1767225605001}}',
      '< {"return": 1767225606000000000}',
      '< {"return": 1767225605001}',
      '> {"execute":"guest-get-host-name"}',
      '< {"return": {"host-name": "mockvm"}}',
    ])
  })

  test('is dropped when it comes while nothing is asked for', async () => {
    const vm = await vmOf('stale-reply')
    const client = libvirt(vm)
    await expect(vm.until(client.call('guest-get-time'))).rejects.toThrow(NOT_NOW)
    vm.advance('10s')
    await arrive()
    await vm.until(client.call('guest-ping'))
    expect(client.skipped).toEqual([{ bytes: '{"return": 1767225606000000000}', why: 'delayed reply' }])
  })
})

describe('what cannot be parsed', () => {
  test('is forgiven while it waits for its first sync, if the answer comes with it', async () => {
    const vm = await withFaults({ on: 'guest-sync', garbage: 'one\ntwo\n', times: 1 })
    const client = libvirt(vm)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([
      { bytes: 'one', why: 'garbage' },
      { bytes: 'two', why: 'garbage' },
    ])
    expect(vm.calls('guest-sync')).toHaveLength(1)
  })

  test('is forgiven while it waits for its first sync, if the answer is not there yet: one more follows, with another id', async () => {
    const chunks = { size: 4, pause: '100ms' }
    const vm = await withFaults({ on: 'guest-sync', garbage: 'one\n', chunks, times: 1 })
    const client = libvirt(vm)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([
      { bytes: 'one', why: 'garbage' },
      { bytes: '{"return": 1767225600000}', why: 'delayed reply on sync' },
    ])
    expect(wire(vm).filter(line => line.startsWith('>'))).toEqual([
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '> {"execute":"guest-sync","arguments":{"id":1767225600001}}',
      '> {"execute":"guest-get-host-name"}',
    ])
  })

  test('once more while it waits for the second sync costs the connection', async () => {
    const chunks = { size: 4, pause: '100ms' }
    const vm = await withFaults({ on: 'guest-sync', garbage: 'one\ntwo\n', chunks, times: 1 })
    const client = libvirt(vm)
    await expect(vm.until(client.call('guest-ping'))).rejects.toThrow('a line that cannot be parsed: two')
    await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(NOT_CONNECTED)
  })

  test('in the place of a reply costs the connection', async () => {
    const vm = await withFaults({ on: 'guest-get-host-name', garbage: 'noise\n' })
    const client = libvirt(vm)
    await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow('a line that cannot be parsed: noise')
    await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(NOT_CONNECTED)
  })

  test('is half a reply of an agent that restarted, with the answer to the sync behind it: the second sync gets through', async () => {
    const vm = await withFaults({ on: 'guest-get-host-name', crash: { when: 'during', restart: '1s' }, times: 1 })
    const client = libvirt(vm)
    await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow(NOT_NOW)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([{ bytes: '{"return": {"host-{"return": 1767225605001}', why: 'garbage' }])
  })

  test('is the 0xFF in front of a reply that another client left behind: forgiven in a sync, and fatal to one that only connects', async () => {
    const vm = await vmOf()
    const leave = () => {
      const earlier = vm.connect()
      earlier.write('{"execute":"guest-sync-delimited","arguments":{"id":5}}')
      earlier.destroy()
    }
    leave()
    const busy = libvirt(vm)
    expect(await vm.until(busy.call('guest-get-host-name'))).toEqual(HOST)
    expect(busy.skipped[0]).toEqual({ bytes: '\xff{"return": 5}', why: 'garbage' })
    busy.close()
    leave()
    const idle = libvirt(vm)
    await arrive()
    await expect(vm.until(idle.call('guest-ping'))).rejects.toThrow(NOT_CONNECTED)
  })
})

test('objects with QMP or event are no answers', async () => {
  const vm = await withFaults({ on: 'guest-get-host-name', garbage: '{"QMP": {}}\n{"event": "STOP"}\n' })
  const client = libvirt(vm)
  expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  expect(client.skipped).toEqual([
    { bytes: '{"QMP": {}}', why: 'not an answer' },
    { bytes: '{"event": "STOP"}', why: 'not an answer' },
  ])
})

test('a reply of more than 10 MiB costs the connection: a file must be read in pieces', async () => {
  const vm = await vmOf()
  vm.guest.files.writeFile('/tmp/big', new Uint8Array(8_000_000))
  const client = libvirt(vm)
  await vm.until(client.call('guest-file-open', { path: '/tmp/big' }))
  await expect(vm.until(client.call('guest-file-read', { handle: 1000, count: 8_000_000 }))).rejects.toThrow('10 MiB')
  await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(NOT_CONNECTED)
})

describe('half a request that somebody left in the agent', () => {
  test.each([
    // The quotes of the sync are of an even number: the string that was open is open again behind it.
    ['that ends inside a string', '{"execute":"guest-ping","argu', 5],
    // The braces of the sync open and close inside those that are open.
    ['that ends between two braces', '{"execute":"guest-ping","arguments":{', 0],
  ])('%s swallows its syncs for ever, since it sends no 0xFF: only a new agent helps', async (_, half, complaints) => {
    const vm = await vmOf()
    const earlier = vm.connect()
    earlier.write(half)
    earlier.destroy()
    const client = libvirt(vm)
    for (let time = 0; time < 4; time++) {
      await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow(NOT_NOW)
    }
    // What the agent complains about is an object with an error, for which nobody waits: the sync is not tried again.
    expect(client.skipped.every(({ why }) => why === 'delayed reply on sync')).toBe(true)
    expect(client.skipped.length > 0).toBe(complaints > 0)
    expect(vm.calls()).toEqual([])
    vm.do({ agent: 'restart' })
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  })

  test('does no harm any more once another client has sent 0xFF', async () => {
    const vm = await vmOf()
    const earlier = vm.connect()
    earlier.write('{"execute":"guest-ping","argu\xff', 'latin1')
    earlier.destroy()
    const client = libvirt(vm)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([
      {
        bytes: '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}',
        why: 'delayed reply on sync',
      },
    ])
  })
})

describe('an agent that dies', () => {
  test('with its own socket is noticed in the middle of a command', async () => {
    const vm = await vmOf(
      { extends: 'default', faults: [{ on: 'guest-info', crash: 'before' }] },
      { transport: 'unix-listen' },
    )
    const client = libvirt(vm)
    await vm.until(client.call('guest-ping'))
    await expect(vm.until(client.call('guest-info'))).rejects.toThrow(DISAPPEARED)
    await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(NOT_CONNECTED)
  })

  test('behind virtio-serial is not: the command times out, and the next one is answered by the next agent', async () => {
    const vm = await withFaults({ on: 'guest-info', crash: { when: 'before', restart: '30s' }, times: 1 })
    const client = libvirt(vm)
    await expect(vm.until(client.call('guest-info'))).rejects.toThrow(NOT_NOW)
    await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(NOT_NOW)
    vm.advance('30s')
    expect(await vm.until(client.call('guest-info'))).toMatchObject({ version: '2.11.0' })
    // The answer to the sync in front of the ping, which had waited in the socket; the ping was never sent.
    expect(client.skipped).toMatchObject([{ why: 'delayed reply on sync' }])
  })
})

test('a paused VM times out, and what it answers later is dropped', async () => {
  const vm = await vmOf()
  const client = libvirt(vm)
  await vm.until(client.call('guest-ping'))
  vm.pause()
  await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow(NOT_NOW)
  vm.resume()
  await vm.until(client.call('guest-ping'))
  expect(client.skipped).toEqual([
    { bytes: '{"return": {"host-name": "mockvm"}}', why: expect.stringMatching(/^delayed/) },
  ])
})

describe('commands that do not answer', () => {
  /** What QEMU would tell its monitor. */
  function withMonitor(vm: Vm): Libvirt {
    const client = libvirt(vm)
    const events = { off: 'SHUTDOWN', halted: undefined, rebooting: 'RESET', 'suspended-ram': 'SUSPEND' } as const
    vm.onEvent(event => {
      if (event.type !== 'guest' || event.change.what !== 'power' || !(event.change.to in events)) return
      const told = events[event.change.to as keyof typeof events]
      if (told) client.notify(told)
    })
    return client
  }

  test('a shutdown, a reboot and a suspend have succeeded when the monitor tells of it', async () => {
    for (const [run, state] of [
      [(client: Libvirt) => client.shutdown('powerdown'), 'off'],
      [(client: Libvirt) => client.shutdown('reboot'), 'running'],
      [(client: Libvirt) => client.suspend(), 'suspended-ram'],
    ] as const) {
      const vm = await vmOf()
      await vm.until(run(withMonitor(vm)))
      expect([vm.guest.power.state, vm.guest.clock.monotonic()]).toEqual([state, 0n])
    }
  })

  test('a shutdown that the guest takes and ignores times out after a minute', async () => {
    const vm = await vmOf({ extends: 'default', programs: [{ path: '/usr/sbin/shutdown' }] })
    await expect(vm.until(withMonitor(vm).shutdown('powerdown'))).rejects.toThrow(NOT_NOW)
    expect([vm.guest.power.state, vm.guest.clock.monotonic()]).toEqual(['running', 60_000_000_000n])
  })

  test('a shutdown that fails answers', async () => {
    const vm = await vmOf({ extends: 'default', programs: [{ path: '/usr/sbin/shutdown', exitCode: 1 }] })
    await expect(vm.until(withMonitor(vm).shutdown('powerdown'))).rejects.toThrow(
      'child process has failed to shutdown',
    )
  })
})
