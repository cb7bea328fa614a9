import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import type { ScenarioInput } from '../../../../src/scenario/load.js'
import { createVm } from '../../../../src/vm.js'
import { isKeptBy } from '../../kept-alive.js'
import { ask } from '../ask.js'
import { current, finish, logOf, outcome, power, settle } from './finish.js'

async function machine(scenario: Readonly<Record<string, unknown>>) {
  const vm = await createVm({ scenario: { extends: 'debian-12', ...scenario } as ScenarioInput })
  onTestFinished(() => vm.close())
  return vm
}

const DEAF = { power: { button: 'ignored' } }
const EXIT = 'VM quit/powerdown failed - got timeout'

describe.each(['auto', 'step'])('a clock of mode %s', mode => {
  test('lets a task end when somebody asks for it', async () => {
    const vm = await machine({ clock: { mode }, power: { boot: '20s', shutdown: '5s' } })
    const service = proxmoxService(vm)
    const upid = await power(service, 'shutdown')
    expect(await outcome(service, upid)).toBe('OK')
    expect((await current(service)).status).toBe('stopped')
  })

  test('lets one that would last go on for a minute at a time', async () => {
    const vm = await machine({ clock: { mode }, ...DEAF })
    const service = proxmoxService({ 100: { vm, agent: false } })
    const begun = vm.guest.clock.monotonic()
    const upid = await power(service, 'shutdown', { timeout: 90 })
    expect([await outcome(service, upid), await outcome(service, upid)]).toEqual(['running', EXIT])
    expect(vm.guest.clock.monotonic() - begun).toBe(90_000_000_000n)
  })

  test('leaves a task alone that nobody asks for', async () => {
    const vm = await machine({ clock: { mode }, ...DEAF })
    const service = proxmoxService({ 100: { vm, agent: false } })
    await power(service, 'shutdown')
    const { body } = await ask(service, 'GET', '/nodes/pve/tasks', { params: { source: 'active' } })
    expect(body.data).toHaveLength(1)
    expect(vm.guest.clock.monotonic()).toBe(0n)
  })

  test('reads the log of one that has waited to its end', async () => {
    const vm = await machine({ clock: { mode }, ...DEAF })
    const service = proxmoxService({ 100: { vm, agent: false } })
    expect(await logOf(service, await power(service, 'shutdown'))).toEqual([`TASK ERROR: ${EXIT}`])
  })
})

describe('a clock of mode manual', () => {
  test('meets every step at its time, however far it is moved', async () => {
    const vm = await machine(DEAF)
    const service = proxmoxService({ 100: { vm, agent: false } })
    const first = await power(service, 'shutdown', { timeout: 3600 })
    const second = await power(service, 'shutdown')
    vm.advance('2d')
    const { body } = await ask(service, 'GET', '/nodes/pve/tasks')
    const times = body.data.map((task: Record<string, number>) => [
      task.upid,
      (task.endtime as number) - (task.starttime as number),
    ])
    expect(times).toEqual([
      [second, 10],
      [first, 3600],
    ])
  })

  test('takes whatever time-out is given', async () => {
    const vm = await machine({})
    const service = proxmoxService(vm)
    const upid = (
      await ask(service, 'POST', '/nodes/pve/qemu/100/status/shutdown', { params: { timeout: '9'.repeat(400) } })
    ).body.data
    await settle()
    expect(await finish(service, vm, upid)).toEqual({ seconds: 0, exitstatus: 'OK' })
  })
})

describe('a clock of mode real', () => {
  test('does not keep the process of the host alive for a task', async () => {
    const vm = await machine({ clock: { mode: 'real' }, ...DEAF })
    const service = proxmoxService({ 100: { vm, agent: false } })
    const upid = await power(service, 'shutdown')
    expect([isKeptBy(vm), await outcome(service, upid)]).toEqual([false, 'running'])
    // Somebody who waits on the same clock does.
    const stopWaiting = vm.timer.after(60_000, () => {})
    expect(isKeptBy(vm)).toBe(true)
    stopWaiting()
  })
})

describe('a VM that is closed', () => {
  test('ends its tasks, and leaves nothing on its clock', async () => {
    const vm = await machine(DEAF)
    const service = proxmoxService({ 100: { vm, agent: false } })
    const [upid, waiting] = [await power(service, 'shutdown'), await power(service, 'stop')]
    await vm.close()
    expect([await outcome(service, upid), await outcome(service, waiting)]).toEqual([
      'the VM is closed',
      'the VM is closed',
    ])
    expect(vm.guest.clock.nextDue()).toBe(undefined)
  })

  test.each([0, 1])('ends a task that waits for its agent, forceStop=%i', async forceStop => {
    const vm = await machine({ faults: [{ on: 'guest-shutdown', hang: true }] })
    const service = proxmoxService(vm)
    const upid = await power(service, 'shutdown', { forceStop })
    const waiting = await power(service, 'stop')
    await vm.close()
    await turn()
    expect([await outcome(service, upid), await outcome(service, waiting)]).toEqual([
      'the VM is closed',
      'the VM is closed',
    ])
    expect(await logOf(service, upid)).toEqual(['TASK ERROR: the VM is closed'])
  })
})

describe('a VM that is put back', () => {
  test('lets the tasks wait on that it has', async () => {
    const vm = await machine(DEAF)
    const service = proxmoxService({ 100: { vm, agent: false } })
    const snapshot = vm.snapshot()
    vm.advance('5m')
    const upid = await power(service, 'shutdown')
    vm.advance('20s')
    vm.restore(snapshot)
    expect(await finish(service, vm, upid)).toEqual({ seconds: 40, exitstatus: EXIT })
    const { body } = await ask(service, 'GET', '/nodes/pve/tasks')
    const [{ starttime, endtime }] = body.data
    expect([starttime, endtime]).toEqual([1767225900, 1767225900])
  })

  test('leaves a task without its agent, whose connection is gone', async () => {
    const vm = await machine({ ...DEAF, faults: [{ on: 'guest-shutdown', hang: true }] })
    const service = proxmoxService(vm)
    const snapshot = vm.snapshot()
    const upid = await power(service, 'shutdown', { timeout: 30 })
    vm.advance('10s')
    vm.restore(snapshot)
    expect((await finish(service, vm, upid)).exitstatus).toBe('VM quit/powerdown failed')
  })

  test('lets a task wait on for the lock of the VM', async () => {
    const vm = await machine(DEAF)
    const service = proxmoxService({ 100: { vm, agent: false } })
    const snapshot = vm.snapshot()
    await power(service, 'shutdown')
    const upid = await power(service, 'stop')
    vm.advance('4s')
    vm.restore(snapshot)
    expect(await finish(service, vm, upid)).toEqual({
      seconds: 6,
      exitstatus: "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout",
    })
  })
})

test('a fault of ours ends a task, and is told as such', async () => {
  const vm = await machine({})
  const service = proxmoxService(vm)
  vm.connect = () => {
    throw new RangeError('out of sockets')
  }
  const upid = await power(service, 'shutdown', { forceStop: 1 })
  expect(await outcome(service, upid)).toBe('mockvm: out of sockets')
  expect(vm.status).toBe('running')
})
