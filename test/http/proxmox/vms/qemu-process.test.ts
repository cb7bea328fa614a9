import { describe, expect, onTestFinished, test } from 'vitest'
import { proxmoxService } from '../../../../src/http/proxmox/service.js'
import { createVm } from '../../../../src/vm.js'
import { refused } from '../answers.js'
import { ask } from '../ask.js'
import { current, outcome, power } from '../tasks/finish.js'

async function machine(scenario: Readonly<Record<string, unknown>> = {}) {
  const vm = await createVm({ scenario: { extends: 'debian-12', ...scenario } })
  onTestFinished(() => vm.close())
  return vm
}

const processOf = async (service: Parameters<typeof current>[0]) => {
  const { status, pid, uptime } = await current(service)
  return [status, pid, uptime]
}

describe('a VM that is put back', () => {
  test.each([true, false])('has the process again that it had then, noShutdown: %s', async noShutdown => {
    const vm = await machine({ qemu: { noShutdown } })
    const service = proxmoxService(vm)
    const snapshot = vm.snapshot()
    vm.do({ vm: 'off' })
    expect(await processOf(service)).toEqual(['stopped', undefined, 0])
    vm.restore(snapshot)
    expect(await processOf(service)).toEqual(['running', 1000, 191])
  })

  test('whatever processes there have been since', async () => {
    const vm = await machine()
    const service = proxmoxService(vm)
    vm.advance('9s')
    const first = vm.snapshot()
    vm.advance('1m')
    await power(service, 'stop')
    await power(service, 'start')
    vm.advance('5s')
    const second = vm.snapshot()
    vm.advance('1m')
    await power(service, 'stop')
    vm.advance('1h')
    vm.restore(second)
    expect(await processOf(service)).toEqual(['running', 1003, 5])
    vm.restore(first)
    expect(await processOf(service)).toEqual(['running', 1000, 200])
    await power(service, 'stop')
    await power(service, 'start')
    vm.advance('2s')
    expect(await processOf(service)).toEqual(['running', 1007, 2])
  })

  test('to before a service knew it has run for as long as it says', async () => {
    const vm = await machine({ qemu: { noShutdown: false } })
    const snapshot = vm.snapshot()
    vm.advance('1m')
    vm.do({ vm: 'quit' })
    vm.do({ vm: 'wakeup' })
    const service = proxmoxService(vm)
    expect(await processOf(service)).toEqual(['running', 1000, 0])
    vm.restore(snapshot)
    expect(await processOf(service)).toEqual(['running', 1000, 191])
  })
})

describe('services over one VM', () => {
  test('see one process', async () => {
    const vm = await machine()
    const [one, other] = [proxmoxService(vm), proxmoxService({ 105: vm, 106: await machine() })]
    await power(one, 'stop')
    await power(one, 'start')
    vm.advance('7s')
    expect(await processOf(one)).toEqual(['running', 1004, 7])
    const { body } = await ask(other, 'GET', '/nodes/pve/qemu/105/status/current')
    expect([body.data.pid, body.data.uptime]).toEqual([1004, 7])
  })

  test('give their tasks names of their own, and share the lock of the VM', async () => {
    const vm = await machine({ power: { button: 'ignored' } })
    const [one, other] = [proxmoxService({ 100: { vm, agent: false } }), proxmoxService(vm)]
    const [shutdown, stop] = [await power(one, 'shutdown'), await power(other, 'stop')]
    expect([shutdown.split(':')[2], stop.split(':')[2]]).toEqual(['000003E9', '000003EA'])
    vm.advance('10s')
    expect(await outcome(other, stop)).toBe("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout")
    expect(await outcome(one, shutdown)).toBe('running')
  })

  test('listen to it once', async () => {
    const vm = await machine()
    let listeners = 0
    const { onEvent } = vm
    vm.onEvent = listener => {
      listeners++
      return onEvent.call(vm, listener)
    }
    for (let count = 0; count < 20; count++) proxmoxService(vm)
    expect(listeners).toBe(1)
  })
})

describe('a VM that is closed', () => {
  test.each([
    ['GET', ''],
    ['GET', '/status'],
    ['GET', '/status/current'],
    ['GET', '/config'],
    ['GET', '/pending'],
    ['POST', '/status/start'],
    ['GET', '/agent/get-osinfo'],
    ['POST', '/agent/ping'],
  ])('has one answer: %s %s', async (method, path) => {
    const [vm, other] = [await machine(), await machine()]
    const service = proxmoxService({ 100: other, 101: vm })
    await vm.close()
    expect(await ask(service, method, `/nodes/pve/qemu/101${path}`)).toEqual(refused(500, 'VM 101: the VM is closed'))
    expect((await ask(service, 'GET', '/nodes/pve/qemu/100/status/current')).status).toBe(200)
  })

  test('is stopped in the lists of all', async () => {
    const vm = await machine()
    const service = proxmoxService(vm)
    await vm.close()
    for (const path of ['/nodes/pve/qemu', '/cluster/resources?type=vm']) {
      const { body } = await ask(service, 'GET', path)
      expect(body.data).toMatchObject([{ vmid: 100, status: 'stopped', uptime: 0 }])
    }
  })
})
