import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { Libvirt } from './libvirt.js'
import { Proxmox, TimedOut } from './proxmox.js'
import { dialer, session, vmOf, wire } from './session.js'

const HOST = { 'host-name': 'mockvm' }

function proxmox(vm: Vm, connect = () => vm.connect()): Proxmox {
  return new Proxmox({ connect, timer: vm.timer, firstId: 100 })
}

function withFaults(...faults: NonNullable<ScenarioInput['faults']>): Promise<Vm> {
  return vmOf({ extends: 'default', faults })
}

describe('a healthy guest', () => {
  test('answers a whole session', async () => {
    const vm = await vmOf()
    const client = proxmox(vm)
    await vm.until(session(client))
    expect(client.skipped).toEqual([])
  })

  test('gets a new connection for each command, with the sync and the command in one write', async () => {
    const vm = await vmOf()
    const client = proxmox(vm)
    await vm.until(client.call('guest-ping'))
    await vm.until(client.call('guest-get-host-name'))
    await vm.until(Promise.resolve())
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync-delimited","arguments":{"id":100}}',
      '> {"execute":"guest-ping"}',
      '< \xff{"return": 100}',
      '< {"return": {}}',
      'left',
      'connected',
      '> {"execute":"guest-sync-delimited","arguments":{"id":101}}',
      '> {"execute":"guest-get-host-name"}',
      '< \xff{"return": 101}',
      '< {"return": {"host-name": "mockvm"}}',
      'left',
    ])
    expect(vm.events.filter(event => event.type === 'in')).toHaveLength(2)
  })

  test('takes base64 that is broken into lines, as Perl breaks it', async () => {
    const vm = await vmOf()
    const client = proxmox(vm)
    await vm.until(client.call('guest-file-open', { path: '/tmp/x', mode: 'w' }))
    const text = client.base64(Buffer.alloc(150, 'x'))
    expect(text.split('\n').map(line => line.length)).toEqual([76, 76, 48, 0])
    expect(await vm.until(client.call('guest-file-write', { handle: 1000, 'buf-b64': text }))).toEqual({
      count: 150n,
      eof: false,
    })
    const password = client.base64(Buffer.alloc(60, 'p'))
    const user = { username: 'root', password, crypted: false }
    expect(await vm.until(client.call('guest-set-user-password', user))).toEqual({})
  })

  test('answers over a real socket', async () => {
    const vm = await vmOf()
    await session(proxmox(vm, await dialer(vm)))
  })
})

describe('a reply that comes after the time-out', () => {
  test('is skipped with all that stands before 0xFF', async () => {
    const vm = await vmOf('stale-reply')
    const client = proxmox(vm)
    await expect(vm.until(client.call('guest-get-time'))).rejects.toThrow('guest-get-time: got timeout')
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([
      { bytes: '\xff{"return": 100}\n', why: 'never answered' },
      { bytes: '{"return": 1767225606000000000}\n', why: 'before 0xFF' },
    ])
    await vm.until(Promise.resolve())
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync-delimited","arguments":{"id":100}}',
      '> {"execute":"guest-get-time"}',
      '< \xff{"return": 100}',
      'left',
      'connected',
      '> {"execute":"guest-sync-delimited","arguments":{"id":101}}',
      '> {"execute":"guest-get-host-name"}',
      '< {"return": 1767225606000000000}',
      '< \xff{"return": 101}',
      '< {"return": {"host-name": "mockvm"}}',
      'left',
    ])
  })

  test('is skipped with the lower id in front of it when the sync came too late as well', async () => {
    const vm = await withFaults({ on: 'guest-get-time', delay: '12s', times: 1 })
    const client = proxmox(vm)
    await expect(vm.until(client.call('guest-get-time'))).rejects.toThrow(TimedOut)
    await expect(vm.until(client.call('guest-info'))).rejects.toThrow(TimedOut)
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped.map(({ why }) => why)).toEqual(['never answered', 'before 0xFF', 'lower id'])
    expect(client.skipped[2]?.bytes).toMatch(/^\xff\{"return": 101\}\n\{"return": \{"version": "2\.11\.0", /)
  })

  test('of a paused VM never comes: what was asked of it has gone with the connection', async () => {
    const vm = await vmOf()
    const client = proxmox(vm)
    vm.pause()
    await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(TimedOut)
    // Three seconds are what a ping may take.
    expect(vm.guest.clock.monotonic()).toBe(3_000_000_000n)
    vm.resume()
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
    expect(client.skipped).toEqual([])
  })
})

describe('a freeze', () => {
  test('may take an hour', async () => {
    const vm = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '59m' })
    expect(await vm.until(proxmox(vm).freeze())).toBe(2n)
  })

  test('that takes longer is asked after until the agent says that it is frozen, however many answers are late by then', async () => {
    const vm = await withFaults({ on: 'guest-fsfreeze-freeze', delay: '3612s' })
    const client = proxmox(vm)
    expect(await vm.until(client.freeze())).toBeUndefined()
    expect(vm.agent.frozen).toBe(true)
    expect(client.skipped).toEqual([
      { bytes: '\xff{"return": 100}\n', why: 'never answered' },
      { bytes: '{"return": 2}\n', why: 'before 0xFF' },
      { bytes: '\xff{"return": 101}\n{"return": "frozen"}\n', why: 'lower id' },
      { bytes: '\xff{"return": 102}\n{"return": "frozen"}\n', why: 'lower id' },
    ])
  })
})

describe('a shutdown', () => {
  test('that ends the connection without a reply has succeeded', async () => {
    const vm = await vmOf('default', { transport: 'unix-listen' })
    expect(await vm.until(proxmox(vm).call('guest-shutdown'))).toBeUndefined()
    expect([vm.guest.power.state, vm.guest.clock.monotonic()]).toEqual(['off', 0n])
  })

  test('without a reply and without an end keeps it waiting for ten minutes', async () => {
    const vm = await vmOf()
    await expect(vm.until(proxmox(vm).call('guest-shutdown'))).rejects.toThrow(TimedOut)
    expect([vm.guest.power.state, vm.guest.clock.monotonic()]).toEqual(['off', 600_000_000_000n])
  })

  test('is over as soon as QEMU ends with the guest', async () => {
    const vm = await vmOf()
    vm.onEvent(event => {
      if (event.type === 'guest' && event.change.what === 'power') setImmediate(() => vm.do({ client: 'disconnect' }))
    })
    expect(await vm.until(proxmox(vm).call('guest-shutdown'))).toBeUndefined()
    expect(vm.guest.clock.monotonic()).toBe(0n)
  })
})

test('an end of the connection is no success of any other command', async () => {
  const vm = await vmOf(
    { extends: 'default', faults: [{ on: 'guest-info', crash: 'before' }] },
    { transport: 'unix-listen' },
  )
  await expect(vm.until(proxmox(vm).call('guest-info'))).rejects.toThrow('guest-info: the connection was closed')
})

test.each([
  ['that ends inside a string', '{"execute":"guest-ping","argu'],
  ['that ends between two braces', '{"execute":"guest-ping","arguments":{'],
])(
  'half a request %s swallows all that it sends, connection after connection, since it sends no 0xFF',
  async (_, half) => {
    const vm = await vmOf()
    const earlier = vm.connect()
    earlier.write(half)
    earlier.destroy()
    const client = proxmox(vm)
    for (let time = 0; time < 4; time++) {
      await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow(TimedOut)
    }
    expect(vm.calls()).toEqual([])
    const savior = vm.connect()
    savior.write('\xff', 'latin1')
    savior.end()
    expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  },
)

test('half a reply of an agent that restarted stands before 0xFF, and is skipped', async () => {
  const vm = await withFaults({ on: 'guest-get-host-name', crash: { when: 'during', restart: '1s' }, times: 1 })
  const client = proxmox(vm)
  await expect(vm.until(client.call('guest-get-host-name'))).rejects.toThrow(TimedOut)
  expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  expect(client.skipped).toEqual([{ bytes: '\xff{"return": 100}\n{"return": {"host-', why: 'never answered' }])
})

test('beside a client that stays connected it connects, and times out on every command', async () => {
  const vm = await vmOf()
  const other = new Libvirt({ connect: () => vm.connect(), timer: vm.timer, now: () => 1 })
  await vm.until(other.call('guest-ping'))
  const client = proxmox(vm)
  await expect(vm.until(client.call('guest-ping'))).rejects.toThrow(TimedOut)
  other.close()
  expect(await vm.until(client.call('guest-get-host-name'))).toEqual(HOST)
  // The ping was still in its socket when its turn came.
  expect(vm.calls().map(({ name }) => name)).toEqual([
    ...['guest-sync', 'guest-ping', 'guest-sync-delimited', 'guest-ping'],
    ...['guest-sync-delimited', 'guest-get-host-name'],
  ])
})
