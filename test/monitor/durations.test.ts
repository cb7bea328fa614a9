/** A guest takes its time to boot, to go down and to notice the power button, on its own clock. */
import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { connect, PING, PONG, vmWith } from '../channel/host.js'
import { told } from './told.js'

const BOOT = { power: { boot: '20s', shutdown: '5s', button: '2s' } }

function slowVm(scenario: Partial<ScenarioInput> = {}): Promise<Vm> {
  return vmWith('virtio-serial', { scenario: { extends: 'default', ...BOOT, ...scenario } as ScenarioInput })
}

const inState = (vm: Vm) => `${vm.status}, ${vm.guest.power.state}, agent ${vm.agent.state}`

const UP = 'running, running, agent running'
const BOOTING = 'running, booting, agent stopped'
const GOING_DOWN = 'running, shutting-down, agent stopped'
const OFF = 'shutdown, off, agent stopped'

describe('a guest that boots', () => {
  test('has its agent at the end of it, which answers what was sent meanwhile', async () => {
    const vm = await slowVm({ qemu: { start: 'boot' } })
    const client = connect(vm)
    expect(await client.send(PING)).toBe('')
    vm.advance('19999ms')
    expect([await client.more(), inState(vm)]).toEqual(['', BOOTING])
    vm.advance('1ms')
    expect([await client.more(), inState(vm)]).toEqual([PONG, UP])
    expect(told(vm)).toEqual(['VSERPORT_CHANGE true'])
  })

  test('with -S waits for cont before it does', async () => {
    const vm = await slowVm({ qemu: { start: 'paused' } })
    vm.advance('1h')
    expect(inState(vm)).toBe('prelaunch, off, agent stopped')
    vm.resume()
    expect(inState(vm)).toBe(BOOTING)
    vm.advance('20s')
    expect(inState(vm)).toBe(UP)
    expect(told(vm)).toEqual(['RESUME', 'VSERPORT_CHANGE true'])
  })

  test('stands still while the VM is paused', async () => {
    const vm = await slowVm({ qemu: { start: 'boot' } })
    vm.advance('15s')
    vm.pause()
    vm.advance('1h')
    expect(inState(vm)).toBe('paused, booting, agent stopped')
    vm.resume()
    vm.advance('4999ms')
    expect(inState(vm)).toBe(BOOTING)
    vm.advance('1ms')
    expect(inState(vm)).toBe(UP)
  })

  test('begins again when it is reset', async () => {
    const vm = await slowVm({ qemu: { start: 'boot' } })
    vm.advance('15s')
    vm.reset()
    vm.advance('19s')
    expect(inState(vm)).toBe(BOOTING)
    vm.advance('1s')
    expect(inState(vm)).toBe(UP)
    expect(told(vm)).toEqual(['RESET host-qmp-system-reset', 'VSERPORT_CHANGE true'])
  })

  test('does not notice the power button', async () => {
    const vm = await slowVm({ qemu: { start: 'boot' } })
    vm.powerdown()
    vm.advance('1h')
    expect(inState(vm)).toBe(UP)
    expect(told(vm)).toEqual(['POWERDOWN', 'VSERPORT_CHANGE true'])
  })

  test('goes on from a snapshot where it was', async () => {
    const vm = await slowVm({ qemu: { start: 'boot' } })
    vm.advance('15s')
    const snapshot = vm.snapshot()
    vm.advance('1h')
    vm.restore(snapshot)
    expect(inState(vm)).toBe(BOOTING)
    vm.advance('4999ms')
    expect(inState(vm)).toBe(BOOTING)
    vm.advance('1ms')
    expect(inState(vm)).toBe(UP)
  })

  test('has no agent then if that is not enabled', async () => {
    const vm = await slowVm({ qemu: { start: 'boot' }, agent: { running: false } })
    const client = connect(vm)
    vm.advance('1h')
    expect([await client.send(PING), inState(vm)]).toEqual(['', 'running, running, agent stopped'])
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe(PONG)
    await client.send('{"execute":"guest-shutdown","arguments":{"mode":"reboot"}}')
    vm.advance('1h')
    expect(inState(vm)).toBe('running, running, agent stopped')
  })
})

describe.each([
  ['powerdown', OFF, ['VSERPORT_CHANGE false', 'SHUTDOWN guest-shutdown', 'STOP']],
  ['halt', 'running, halted, agent stopped', ['VSERPORT_CHANGE false']],
  ['reboot', UP, ['VSERPORT_CHANGE false', 'RESET guest-reset', 'VSERPORT_CHANGE true']],
])('guest-shutdown with %s', (mode, end, events) => {
  const shutdown = `{"execute":"guest-shutdown","arguments":{"mode":"${mode}"}}`

  async function begun(): Promise<Vm> {
    const vm = await slowVm()
    expect(await connect(vm).send(shutdown)).toBe('')
    expect(inState(vm)).toBe(GOING_DOWN)
    return vm
  }

  test('ends the agent at once, and the guest when its time has come', async () => {
    const vm = await begun()
    vm.advance('4999ms')
    expect([inState(vm), told(vm)]).toEqual([GOING_DOWN, ['VSERPORT_CHANGE false']])
    vm.advance('21s')
    expect([inState(vm), told(vm)]).toEqual([end, events])
  })

  test('stands still while the VM is paused', async () => {
    const vm = await begun()
    vm.advance('4s')
    vm.pause()
    vm.advance('1h')
    expect(inState(vm)).toBe('paused, shutting-down, agent stopped')
    vm.resume()
    vm.advance('999ms')
    expect(inState(vm)).toBe(GOING_DOWN)
    vm.advance('21s')
    expect(inState(vm)).toBe(end)
  })

  test('is forgotten when the machine is reset', async () => {
    const vm = await begun()
    vm.advance('4s')
    vm.reset()
    vm.advance('1h')
    expect(inState(vm)).toBe(UP)
    expect(told(vm)).toEqual(['VSERPORT_CHANGE false', 'RESET host-qmp-system-reset', 'VSERPORT_CHANGE true'])
  })

  test('goes on from a snapshot where it was', async () => {
    const vm = await begun()
    vm.advance('4s')
    const snapshot = vm.snapshot()
    vm.advance('1h')
    vm.restore(snapshot)
    vm.advance('999ms')
    expect(inState(vm)).toBe(GOING_DOWN)
    vm.advance('21s')
    expect(inState(vm)).toBe(end)
  })
})

describe('the power button', () => {
  test('is noticed, and the guest goes down', async () => {
    const vm = await slowVm()
    vm.powerdown()
    vm.advance('1999ms')
    expect(inState(vm)).toBe(UP)
    vm.advance('1ms')
    expect(inState(vm)).toBe(GOING_DOWN)
    vm.advance('5s')
    expect(inState(vm)).toBe(OFF)
    expect(told(vm)).toEqual(['POWERDOWN', 'VSERPORT_CHANGE false', 'SHUTDOWN guest-shutdown', 'STOP'])
  })

  test('may be ignored, however often it is pressed', async () => {
    const vm = await slowVm({ power: { button: 'ignored' } })
    for (let times = 0; times < 3; times++) {
      vm.powerdown()
      vm.advance('1h')
    }
    expect(inState(vm)).toBe(UP)
    expect(told(vm)).toEqual(['POWERDOWN', 'POWERDOWN', 'POWERDOWN'])
  })

  test.each(['2s', '0s'])('of a paused VM is noticed when that goes on, after %s', async button => {
    const vm = await slowVm({ power: { button } })
    vm.pause()
    vm.powerdown()
    vm.advance('1h')
    expect(inState(vm)).toBe('paused, running, agent paused')
    vm.resume()
    vm.advance('2s')
    expect(inState(vm)).toBe(OFF)
    expect(told(vm)).toEqual([
      ...['STOP', 'POWERDOWN', 'RESUME'],
      ...['VSERPORT_CHANGE false', 'SHUTDOWN guest-shutdown', 'STOP'],
    ])
  })

  test('is forgotten by a guest that is reset before it notices', async () => {
    const vm = await slowVm()
    vm.powerdown()
    vm.advance('1s')
    vm.reset()
    vm.advance('1h')
    expect(inState(vm)).toBe(UP)
  })

  test('is still to be noticed in a snapshot', async () => {
    const vm = await slowVm()
    vm.powerdown()
    vm.advance('1s')
    const snapshot = vm.snapshot()
    vm.advance('1h')
    vm.restore(snapshot)
    expect(inState(vm)).toBe(UP)
    vm.advance('1s')
    expect(inState(vm)).toBe(GOING_DOWN)
  })

  test.each([
    ['a suspended guest', { vm: 'suspend' }, 'suspended, suspended-ram, agent paused'],
    ['one whose kernel has panicked', { vm: 'panic' }, 'running, panicked, agent paused'],
  ] as const)('does nothing to %s', async (_, action, state) => {
    const vm = await slowVm()
    vm.do(action)
    vm.powerdown()
    vm.advance('1h')
    expect(inState(vm)).toBe(state)
  })
})
