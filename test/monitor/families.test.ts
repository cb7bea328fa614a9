/** Guests of every family go down, come up, and sleep; what of them survives that. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../src/index.js'
import { connect, PONG, TRANSPORTS, vmWith } from '../channel/host.js'
import { told } from './told.js'

const GUESTS = ['debian-12', 'windows-server-2022', 'freebsd-14'] as const

const shutdown = (mode: string) => `{"execute":"guest-shutdown","arguments":{"mode":"${mode}"}}\n`
const PING = '{"execute":"guest-ping"}\n'

const guestLike = (name: string, more: Partial<ScenarioInput> = {}) =>
  vmWith('virtio-serial', { scenario: { extends: name, ...more } as ScenarioInput, clock: { mode: 'manual' } })

describe.each(GUESTS)('a guest like %s', name => {
  test('goes down, and comes up after a reset', async () => {
    const vm = await guestLike(name)
    const client = connect(vm)
    expect(await client.send(shutdown('powerdown'))).toBe('')
    expect([vm.status, vm.guest.power.state, vm.agent.state]).toEqual(['shutdown', 'off', 'stopped'])
    expect(await client.send(PING)).toBe('')
    vm.reset()
    expect(vm.status).toBe('prelaunch')
    vm.resume()
    expect([await client.more(), vm.status]).toEqual([PONG, 'running'])
    expect(told(vm)).toEqual([
      ...['VSERPORT_CHANGE false', 'SHUTDOWN guest-shutdown', 'STOP'],
      ...['RESET host-qmp-system-reset', 'RESUME', 'VSERPORT_CHANGE true'],
    ])
  })

  test('reboots', async () => {
    const vm = await guestLike(name)
    const client = connect(vm)
    const { bootId } = vm.guest
    expect(await client.send(shutdown('reboot'))).toBe('')
    expect(await client.send(PING)).toBe(PONG)
    expect(vm.guest.bootId).not.toBe(bootId)
    expect(told(vm)).toEqual(['VSERPORT_CHANGE false', 'RESET guest-reset', 'VSERPORT_CHANGE true'])
  })

  test('with -no-reboot goes down instead', async () => {
    const vm = await guestLike(name, { qemu: { noReboot: true } })
    expect(await connect(vm).send(shutdown('reboot'))).toBe('')
    expect(vm.status).toBe('shutdown')
    expect(told(vm)).toEqual(['VSERPORT_CHANGE false', 'SHUTDOWN guest-reset', 'STOP'])
  })

  test('obeys the power button', async () => {
    const vm = await guestLike(name)
    vm.powerdown()
    expect(told(vm)).toEqual(['POWERDOWN', 'VSERPORT_CHANGE false', 'SHUTDOWN guest-shutdown', 'STOP'])
  })
})

describe.each(['debian-12', 'windows-server-2022'])('a guest like %s', name => {
  test('sleeps until it is woken', async () => {
    const vm = await guestLike(name, { suspend: { ram: 'ok' } })
    const client = connect(vm)
    const { bootId } = vm.guest
    await client.send('{"execute":"guest-suspend-ram"}\n')
    expect([await client.send(PING), vm.status]).toEqual(['', 'suspended'])
    vm.advance('1h')
    vm.qmp.execute('system_wakeup')
    expect((await client.more()).endsWith(PONG)).toBe(true)
    expect([vm.status, vm.guest.bootId]).toEqual(['running', bootId])
    expect(told(vm)).toEqual(['VSERPORT_CHANGE false', 'SUSPEND', 'WAKEUP', 'VSERPORT_CHANGE true'])
  })

  test('sleeps on its disk, without QEMU', async () => {
    const vm = await guestLike(name, { suspend: { disk: 'ok' }, qemu: { noShutdown: false } })
    await connect(vm).send('{"execute":"guest-suspend-disk"}\n')
    expect([vm.status, vm.guest.power.state]).toEqual(['exited', 'suspended-disk'])
    const { bootId } = vm.guest
    vm.wakeup()
    expect((await connect(vm).send(PING)).endsWith(PONG)).toBe(true)
    expect([vm.status, vm.guest.bootId]).toEqual(['running', bootId])
  })
})

describe.each(TRANSPORTS.filter(transport => transport !== 'virtio-serial'))('over %s', transport => {
  test('QEMU knows of no port, and all else is the same', async () => {
    const vm = await vmWith(transport, { scenario: { extends: 'default', suspend: { ram: 'ok' } } })
    await connect(vm).send('{"execute":"guest-suspend-ram"}\n')
    vm.wakeup()
    vm.pause()
    vm.resume()
    vm.reset()
    vm.do([{ agent: 'stop' }, { agent: 'start' }])
    vm.powerdown()
    expect(told(vm)).toEqual([
      ...['SUSPEND', 'WAKEUP', 'STOP', 'RESUME'],
      ...['RESET host-qmp-system-reset', 'POWERDOWN', 'SHUTDOWN guest-shutdown', 'STOP'],
    ])
  })
})

describe('of a Linux guest', () => {
  const ask = (name: string, args: object = {}) => `${JSON.stringify({ execute: name, arguments: args })}\n`
  const b64 = (text: string) => Buffer.from(text).toString('base64')

  test('a reboot leaves what is on its disks, passwords and the hardware clock, and nothing else', async () => {
    const vm = await guestLike('debian-12')
    const { guest } = vm
    const client = connect(vm)
    const opened = await client.send(ask('guest-file-open', { path: '/etc/hostname' }))
    expect(opened).toBe('{"return": 1000}\n')
    const { pid } = JSON.parse(await client.send(ask('guest-exec', { path: '/bin/sleep', arg: ['1h'] }))).return
    await client.send(ask('guest-set-user-password', { username: 'root', password: b64('secret'), crypted: false }))
    await client.send(ask('guest-set-time', { time: Number(guest.clock.now() / 1_000_000_000n + 3600n) * 1e9 }))
    guest.files.writeFile('/var/left', 'on disk')
    guest.files.writeFile('/run/left', 'in memory')
    const shadow = guest.files.readFile('/etc/shadow', 'utf8')
    const rtc = guest.clock.rtc()
    await client.send(ask('guest-fsfreeze-freeze'))
    const { bootId } = guest
    vm.reset()
    expect(await client.send(ask('guest-file-read', { handle: 1000 }))).toBe(
      '{"error": {"class": "GenericError", "desc": "handle \'1000\' has not been found"}}\n',
    )
    expect(await client.send(ask('guest-exec-status', { pid }))).toBe(
      '{"error": {"class": "GenericError", "desc": "Invalid parameter \'pid\'"}}\n',
    )
    expect(await client.send(ask('guest-fsfreeze-status'))).toBe('{"return": "thawed"}\n')
    expect(guest.processes.get(pid)).toBe(undefined)
    expect([guest.files.exists('/run/left'), guest.files.readFile('/var/left', 'utf8')]).toEqual([false, 'on disk'])
    expect(guest.files.readFile('/etc/shadow', 'utf8')).toBe(shadow)
    expect(guest.bootId).not.toBe(bootId)
    expect([guest.clock.rtc(), guest.clock.now()]).toEqual([rtc, rtc])
  })

  test('sleep takes no time from it, and a pause does', async () => {
    const vm = await guestLike('debian-12', { suspend: { ram: 'ok' } })
    const { clock } = vm.guest
    const behind = () => clock.rtc() - clock.now()
    vm.do({ vm: 'suspend' })
    vm.advance('1h')
    vm.wakeup()
    expect(behind()).toBe(0n)
    vm.pause()
    vm.advance('1m')
    vm.resume()
    expect(behind()).toBe(60_000_000_000n)
    vm.do({ vm: 'suspend' })
    vm.advance('1h')
    vm.wakeup()
    expect(behind()).toBe(60_000_000_000n)
  })

  test('the state that is no sleep of the machine ends when the power button is pressed', async () => {
    const vm = await guestLike('debian-12', { suspend: { ram: 'idle' }, power: { button: 'ignored' } })
    const client = connect(vm)
    const suspend = ask('guest-suspend-ram')
    expect([await client.send(suspend + PING), vm.status, vm.agent.state]).toEqual(['', 'running', 'paused'])
    expect(() => vm.qmp.execute('system_wakeup')).toThrow('Unable to wake up: guest is not in suspended state')
    vm.advance('1h')
    vm.powerdown()
    expect(await client.more()).toBe(PONG)
    await client.send(suspend)
    vm.wakeup()
    expect(await client.send(PING)).toBe(PONG)
    await client.send(suspend)
    const { bootId } = vm.guest
    vm.reset()
    expect(await client.send(PING)).toBe(PONG)
    expect(vm.guest.bootId).not.toBe(bootId)
    expect(told(vm)).toEqual([
      ...['VSERPORT_CHANGE false', 'POWERDOWN', 'VSERPORT_CHANGE true'],
      ...['VSERPORT_CHANGE false', 'VSERPORT_CHANGE true'],
      ...['VSERPORT_CHANGE false', 'RESET host-qmp-system-reset', 'VSERPORT_CHANGE true'],
    ])
  })
})

test.each([
  ['pc', 1, false, 9],
  ['pc', 2, true, 11],
  ['q35', 1, false, 8],
  ['q35', 4, false, 11],
  ['q35', 2, true, 10],
] as const)(
  'on a machine like %s with %i vCPUs, KVM %s, the hardware clock is device[%i]',
  async (machine, vcpus, kvm, number) => {
    const vm = await guestLike('default', { vcpus, memory: { machine }, qemu: { kvm } })
    const events = vm.events.length
    vm.guest.setRtc(vm.guest.clock.hostTime() + 5_000_000_000n)
    expect(vm.events.slice(events).filter(({ type }) => type === 'qemu')).toMatchObject([
      { event: 'RTC_CHANGE', data: { offset: 5, 'qom-path': `/machine/unattached/device[${number}]` } },
    ])
  },
)
