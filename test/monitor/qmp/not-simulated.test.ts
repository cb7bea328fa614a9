import { describe, expect, test } from 'vitest'
import { failureOf, vmOf } from './host.js'

describe('what is not simulated', () => {
  test.each([
    ['device_add', { driver: 'virtserialport' }, 'GenericError: mockvm: hot-plugging is not simulated'],
    ['device_add', { driver: 'e1000' }, 'GenericError: mockvm: hot-plugging is not simulated'],
    ['device_add', { driver: 'qemu64-x86_64-cpu' }, 'GenericError: mockvm: hot-plugging is not simulated'],
    ['device_add', { driver: 'nope' }, "GenericError: 'nope' is not a valid device model name"],
    [
      'query-command-line-options',
      { option: 'machine' },
      'GenericError: mockvm: what the option machine takes is not simulated',
    ],
    ['query-command-line-options', { option: 'nope' }, 'GenericError: invalid option name: nope'],
    ['device_del', { id: 'channel0' }, 'GenericError: mockvm: hot-unplugging is not simulated'],
    ['netdev_add', { type: 'user', id: 'a' }, 'GenericError: mockvm: a network card of QEMU is not simulated'],
    [
      'query-cpu-model-expansion',
      { type: 'full', model: { name: 'host' } },
      'GenericError: mockvm: what the CPU model host can do is not simulated',
    ],
    ['screendump', { filename: '/tmp/x' }, 'CommandNotFound: The command screendump has not been found'],
    ['qmp_capabilities', {}, 'CommandNotFound: Capabilities negotiation is already complete, command ignored'],
  ])('%s %o says so', async (name, args, failure) => {
    const vm = await vmOf()
    expect(failureOf(() => vm.qmp.execute(name, args as Record<string, unknown>))).toBe(failure)
  })

  test.each([
    ['savevm x', 'mockvm: savevm is not simulated\r\n'],
    ['help', 'mockvm: help is not simulated\r\n'],
    ['info', 'mockvm: info is not simulated\r\n'],
    ['info block', 'mockvm: info block is not simulated\r\n'],
    ['nope', "unknown command: 'nope'\r\n"],
    ['info nope', "unknown command: 'info nope'\r\n"],
    ['info balloon', 'Error: No balloon device has been activated\r\n'],
  ])('of the human monitor says so: %s', async (line, printed) => {
    const vm = await vmOf()
    expect(vm.qmp.execute('human-monitor-command', { 'command-line': line })).toBe(printed)
  })
})

describe('what there would be of QEMU, and the machine has not,', () => {
  test.each([
    ['query-tpm-types', {}, ['passthrough', 'emulator']],
    ['query-tpm-models', {}, ['tpm-crb', 'tpm-tis']],
    ['query-stats-schemas', { provider: 'kvm' }, []],
    ['set-action', { watchdog: 'none' }, {}],
    ['set-action', { watchdog: 'inject-nmi' }, {}],
  ])('%s %o tells', async (name, args, result) => {
    const vm = await vmOf()
    expect(vm.qmp.execute(name, args)).toEqual(result)
  })

  test('chardev-change wants it complete before it looks for the device', async () => {
    const vm = await vmOf()
    const failure = (backend: object) => failureOf(() => vm.qmp.execute('chardev-change', { id: 'nope', backend }))
    const unix = (data: object) => ({ type: 'socket', data: { addr: { type: 'unix', data } } })
    expect(failure({ type: 'socket' })).toBe("GenericError: Parameter 'backend.data' is missing")
    expect(failure({ type: 'socket', data: {} })).toBe("GenericError: Parameter 'backend.data.addr' is missing")
    expect(failure(unix({}))).toBe("GenericError: Parameter 'backend.data.addr.data.path' is missing")
    expect(failure({ type: 'null', data: { x: 1 } })).toBe("GenericError: Parameter 'backend.data.x' is unexpected")
    expect(failure({ type: 'spiceport', data: {} })).toBe("GenericError: Parameter 'backend.data.fqdn' is missing")
    expect(failure({ type: 'nope' })).toBe("GenericError: Parameter 'type' does not accept value 'nope'")
    expect(failure(unix({ path: '/x' }))).toBe("GenericError: Chardev 'nope' does not exist")
  })
})
