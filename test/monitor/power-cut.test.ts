/** The power is cut: QEMU says nothing of it. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ScenarioInput, Vm } from '../../src/index.js'
import { connect, PING, PONG, story, vmWith } from '../channel/host.js'
import { processOf } from './qmp/host.js'
import { told } from './told.js'

function machine(qemu: object = {}, rest: object = {}): Promise<Vm> {
  return vmWith('virtio-serial', { scenario: { extends: 'default', qemu, ...rest } as ScenarioInput })
}

describe('a power cut with -no-shutdown', () => {
  test('leaves QEMU in `shutdown`, with a word on the port alone, and a second one does nothing', async () => {
    const vm = await machine({ noShutdown: true })
    vm.do([{ vm: 'off' }, { vm: 'off' }])
    expect([vm.status, vm.guest.power.state, vm.agent.state]).toEqual(['shutdown', 'off', 'stopped'])
    expect(told(vm)).toEqual(['VSERPORT_CHANGE false'])
    vm.wakeup()
    expect(await connect(vm).send(PING)).toBe(PONG)
  })

  test('of a paused VM forgets what the guest was about to do', async () => {
    const vm = await machine({ noShutdown: true })
    vm.do([{ vm: 'pause' }, { vm: 'panic' }, { vm: 'off' }, { vm: 'wakeup' }])
    expect([vm.status, vm.guest.power.state, vm.agent.state]).toEqual(['running', 'running', 'running'])
  })

  test('of one that awaits a guest: none arrives any more', async () => {
    const vm = await machine({ noShutdown: true, incoming: 'tcp:127.0.0.1:0' })
    vm.do({ vm: 'off' })
    expect([vm.status, processOf(vm).migration.in.state]).toEqual(['shutdown', { status: 'none', addresses: [] }])
  })
})

test('a power cut without -no-shutdown ends QEMU as if it were killed: no word, and the files of its sockets stay', async () => {
  const vm = await machine({ noShutdown: false })
  const { path } = await vm.listen()
  const monitor = await vm.qmp.listen()
  const client = connect(vm)
  vm.do([{ vm: 'off' }, { vm: 'off' }])
  await client.more()
  expect([vm.status, client.state, told(vm)]).toEqual(['exited', 'ended', []])
  expect([existsSync(path), existsSync(monitor.path)]).toEqual([true, true])
  expect(vm.events.find(event => event.type === 'vm')).toMatchObject({ state: 'exited', status: 137 })
  vm.wakeup()
  expect(await connect(vm).send(PING)).toBe(PONG)
})

test('-no-reboot with -no-shutdown: a reset is a SHUTDOWN, after which the machine stands still', async () => {
  const vm = await machine({ noShutdown: true, noReboot: true })
  vm.reset()
  await connect(vm).sendAndLeave(PING)
  await connect(vm).more()
  expect([vm.status, told(vm), vm.port]).toEqual(['shutdown', ['SHUTDOWN host-qmp-system-reset', 'STOP'], 'open'])
  expect(vm.events.filter(event => event.type === 'vm').map(({ state }) => state)).toEqual(['paused'])
  // Its device takes nothing any more.
  expect(story(vm)).toContain(`lost ${PING.length}: the client has left`)
})
