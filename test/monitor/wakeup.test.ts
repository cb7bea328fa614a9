/** wakeup() is no resume(): what sleeps in a VM that stands still wakes when that goes on. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { connect, PING, PONG, vmWith } from '../channel/host.js'
import { told } from './told.js'

const TIME = '{"execute":"guest-get-time"}\n'
const time = (seconds: number) => `{"return": ${1767225600 + seconds}000000000}\n`

function machine(ram: 'ok' | 'idle', qemu: object = {}): Promise<Vm> {
  return vmWith('virtio-serial', {
    scenario: { extends: 'default', suspend: { ram }, qemu: { version: '9.2.0', ...qemu } } as ScenarioInput,
  })
}

describe('a guest that sleeps in a VM that is paused', () => {
  test.each([
    ['ok', ['VSERPORT_CHANGE false', 'SUSPEND', 'STOP'], ['RESUME', 'WAKEUP', 'VSERPORT_CHANGE true']],
    ['idle', ['VSERPORT_CHANGE false', 'STOP'], ['RESUME', 'VSERPORT_CHANGE true']],
  ] as const)('(%s) wakes when that goes on, and knows what time it is', async (ram, before, after) => {
    const vm = await machine(ram)
    vm.do([{ vm: 'suspend' }, { vm: 'pause' }])
    vm.advance('1h')
    vm.wakeup()
    const client = connect(vm)
    expect([await client.send(TIME), vm.status, told(vm)]).toEqual(['', 'paused', before])
    vm.advance('1h')
    vm.resume()
    expect([await client.more(), vm.status, told(vm)]).toEqual([time(7200), 'running', [...before, ...after]])
  })

  test('(idle) wakes by its power button, when that goes on', async () => {
    const vm = await machine('idle')
    vm.do([{ vm: 'suspend' }, { vm: 'pause' }, { vm: 'powerdown' }])
    expect(vm.guest.power.state).toBe('suspended-ram')
    vm.advance('1h')
    vm.resume()
    expect(await connect(vm).send(TIME)).toBe(time(3600))
  })

  test('is still to wake in a snapshot', async () => {
    const vm = await machine('ok')
    const before = vm.snapshot()
    vm.do([{ vm: 'suspend' }, { vm: 'pause' }, { vm: 'wakeup' }])
    const snapshot = vm.snapshot()
    vm.restore(before)
    vm.restore(snapshot)
    vm.resume()
    expect([vm.status, vm.guest.power.state, await connect(vm).send(PING)]).toEqual(['running', 'running', PONG])
  })
})

test('a VM that is merely paused stays paused', async () => {
  const vm = await machine('ok')
  vm.do([{ vm: 'pause' }, { vm: 'wakeup' }])
  expect([vm.status, told(vm)]).toEqual(['paused', ['STOP']])
})

test.each([
  ['suspend', 'running'],
  ['hibernate', 'running'],
  ['panic', 'panicked'],
] as const)('of a paused guest that is about to %s: it is %s then', async (deed, state) => {
  const vm = await machine('ok')
  vm.do([{ vm: 'pause' }, { vm: deed }, { vm: 'wakeup' }, { vm: 'resume' }])
  expect(vm.guest.power.state).toBe(state)
})

describe('another process of QEMU', () => {
  const ENDING = { noShutdown: false, start: 'up' }

  test('has the hardware clock that its host gives it, not what the last guest has set', async () => {
    const vm = await machine('ok', ENDING)
    await vm.call('guest-set-time', { time: 1_000_000_000n * 1_000_000_000n })
    vm.do({ vm: 'quit' })
    vm.advance('1m')
    vm.wakeup()
    expect([await connect(vm).send(TIME), vm.guest.clock.rtc()]).toEqual([time(60), vm.guest.clock.hostTime()])
  })

  test('has the hardware clock that its command line gives it, and counts what is set from that', async () => {
    const vm = await machine('ok', { ...ENDING, rtc: '2020-01-01T00:00:00Z' })
    vm.advance('1h')
    vm.do([{ vm: 'quit' }, { vm: 'wakeup' }])
    expect(vm.guest.clock.rtc()).toBe(1_577_836_800n * 1_000_000_000n)
    vm.advance('10s')
    await vm.call('guest-set-time', { time: (1_577_836_800n + 110n) * 1_000_000_000n })
    const offsets = () =>
      vm.events.flatMap(event => (event.type === 'qemu' && event.event === 'RTC_CHANGE' ? [event.data.offset] : []))
    expect(offsets()).toEqual([100])
    const snapshot = vm.snapshot()
    vm.advance('1h')
    vm.do([{ vm: 'quit' }, { vm: 'wakeup' }])
    vm.restore(snapshot)
    await vm.call('guest-set-time', { time: (1_577_836_800n + 110n) * 1_000_000_000n })
    expect(offsets()).toEqual([100, 100])
  })

  test('with -S says that it goes on, and with -incoming awaits a guest again', async () => {
    const stopped = await machine('ok', { ...ENDING, start: 'paused' })
    stopped.resume()
    stopped.do([{ vm: 'quit' }, { vm: 'wakeup' }])
    expect(told(stopped)).toEqual([
      ...['RESUME', 'VSERPORT_CHANGE true', 'SHUTDOWN host-qmp-quit'],
      ...['RESUME', 'VSERPORT_CHANGE true'],
    ])
    const awaiting = await machine('ok', { ...ENDING, incoming: 'defer' })
    awaiting.do([{ vm: 'quit' }, { vm: 'wakeup' }])
    expect([awaiting.status, awaiting.guest.power.state]).toEqual(['inmigrate', 'off'])
  })

  test.each(['pause', 'resume', 'reset', 'powerdown', 'suspend', 'hibernate', 'panic'] as const)(
    'is to be started before anything comes of %s',
    async action => {
      const vm = await machine('ok', ENDING)
      vm.do([{ vm: 'quit' }, { vm: 'quit' }, { vm: 'off' }, { vm: 'signal' }])
      expect(() => vm.do({ vm: action })).toThrow(
        `vm ${action}: QEMU has ended. Start another with { vm: wakeup } first.`,
      )
      expect(told(vm)).toEqual(['SHUTDOWN host-qmp-quit'])
    },
  )
})

test('resume() of a machine that is shut down says what helps', async () => {
  const vm = await machine('ok', { noShutdown: true })
  vm.powerdown()
  expect(() => vm.resume()).toThrow(
    'vm resume: Resetting the Virtual Machine is required. Reset it with { vm: reset } first.',
  )
})

test('a panic with panic=exit-failure ends QEMU with status 1', async () => {
  const vm = await machine('ok', { noShutdown: false, panicDevice: true })
  vm.qmp.execute('set-action', { panic: 'exit-failure' })
  vm.do({ vm: 'panic' })
  expect(vm.events.at(-1)).toMatchObject({ type: 'vm', state: 'exited', status: 1 })
})

describe('a signal', () => {
  test('is told as one', async () => {
    const vm = await machine('ok')
    vm.do({ vm: 'signal' })
    expect([vm.status, told(vm)]).toEqual(['exited', ['SHUTDOWN host-signal']])
  })
})

describe('an agent that is started', () => {
  const slow = (agent: object, qemu: object = {}) =>
    vmWith('virtio-serial', {
      scenario: { extends: 'default', power: { boot: '20s', shutdown: '5s' }, agent, qemu } as ScenarioInput,
    })
  const starts = (vm: Vm) =>
    vm.events.flatMap(event => (event.type === 'agent' && event.state === 'started' ? [event.reason] : []))

  test('while its guest boots comes when that has booted', async () => {
    const vm = await slow({}, { start: 'boot' })
    vm.do({ agent: 'start' })
    vm.do([{ vm: 'pause' }, { vm: 'resume' }])
    expect(vm.agent.state).toBe('stopped')
    vm.advance('20s')
    expect([vm.agent.state, starts(vm)]).toEqual(['running', ['it was started']])
  })

  test('while its guest goes down is refused', async () => {
    const vm = await slow({})
    vm.powerdown()
    expect(() => vm.do({ agent: 'start' })).toThrow(
      'agent start: expected a machine that runs, but it is shutting-down. Boot it with { vm: wakeup } first.',
    )
  })

  test('in a paused VM that is reset then is not started twice', async () => {
    const vm = await slow({})
    vm.do([{ vm: 'pause' }, { agent: 'restart' }, { vm: 'reset' }, { vm: 'resume' }])
    vm.advance('20s')
    expect(starts(vm)).toEqual(['the guest has booted'])
  })
})
