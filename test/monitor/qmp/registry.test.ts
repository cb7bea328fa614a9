import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createVm } from '../../../src/index.js'
import { toPlain } from '../../../src/json/plain.js'
import type { JsonValue } from '../../../src/json/value.js'
import { writeJson } from '../../../src/json/write.js'
import type { Qemu } from '../../../src/monitor/qemu.js'
import { qmpEvents } from '../../../src/monitor/qmp/events.js'
import { machineTypes } from '../../../src/monitor/qmp/machine-types.js'
import { executeQmp, qmpCommands } from '../../../src/monitor/qmp/registry.js'
import { Session } from '../../../src/monitor/qmp/session.js'
import { QapiError } from '../../../src/qapi/errors.js'

async function vmOf(qemu: object = {}) {
  return createVm({ scenario: { extends: 'default', vcpus: 2, qemu }, clock: { mode: 'manual' } })
}

function failureOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof QapiError) return `${error.class}: ${error.desc}`
    throw error
  }
  return 'none'
}

describe('query-commands', () => {
  test('lists each command once, and only those that this version has', async () => {
    const names = (vm: { qmp: { execute(name: string): unknown } }) =>
      (vm.qmp.execute('query-commands') as { name: string }[]).map(({ name }) => name)
    const current = names(await vmOf())
    expect(current).toEqual(qmpCommands.map(({ name }) => name))
    expect(new Set(current).size).toBe(current.length)
    const old = names(await vmOf({ version: '5.2.0' }))
    expect(current.filter(name => !old.includes(name))).toEqual([
      'query-stats-schemas',
      'query-stats',
      'query-sgx-capabilities',
      'query-yank',
      'set-action',
    ])
  })

  test('has what libvirt asks for', async () => {
    const vm = await vmOf()
    const names = (vm.qmp.execute('query-commands') as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        ...['rtc-reset-reinjection', 'query-current-machine', 'query-hotpluggable-cpus', 'query-cpus-fast'],
        ...['device_add', 'netdev_add'],
      ]),
    )
  })
})

describe('query-qmp-schema', () => {
  type Entry = Record<string, unknown> & { name: string; 'meta-type': string }

  test('has all commands and events, and every type that it names', async () => {
    const schema = (await vmOf()).qmp.execute('query-qmp-schema') as unknown as Entry[]
    const names = (kind: string) => schema.filter(entry => entry['meta-type'] === kind).map(({ name }) => name)
    expect(names('command').toSorted()).toEqual(qmpCommands.map(({ name }) => name).toSorted())
    expect(names('event')).toEqual(qmpEvents.map(({ name }) => name))
    const known = new Set(schema.map(({ name }) => name))
    expect(known.size).toBe(schema.length)
    const named = JSON.stringify(schema).matchAll(/"(?:type|arg-type|ret-type|element-type)":"([^"]+)"/g)
    expect([...named].map(([, name]) => name).filter(name => !known.has(name ?? ''))).toEqual([])
  })

  test('describes a command as QEMU does', async () => {
    const schema = (await vmOf()).qmp.execute('query-qmp-schema') as unknown as Entry[]
    const find = (name: unknown) => schema.find(entry => entry.name === name)
    const command = find('send-key')
    expect(command).toEqual({
      name: 'send-key',
      'meta-type': 'command',
      'arg-type': command?.['arg-type'],
      'ret-type': '0',
    })
    const args = find(command?.['arg-type'])
    expect(args).toEqual({
      name: args?.name,
      'meta-type': 'object',
      members: [
        { name: 'keys', type: expect.stringMatching(/^\[\d+\]$/) },
        { name: 'hold-time', type: 'int', default: null },
      ],
    })
    expect(find('query-yank')).toMatchObject({ 'allow-oob': true })
    expect(find('0')).toEqual({ name: '0', 'meta-type': 'object', members: [] })
    expect(find('int')).toEqual({ name: 'int', 'meta-type': 'builtin', 'json-type': 'int' })
  })
})

describe('query-machines', () => {
  test('tells of pc and q35 what QEMU 7.2 does, in its order', async () => {
    const text = readFileSync(new URL('recorded/query-machines.jsonl', import.meta.url), 'utf8')
    const { qemu } = await vmOf()
    const told = executeQmp(qemu, 'query-machines', new Map()) as readonly JsonValue[]
    expect(told.map(machine => writeJson(machine))).toEqual(text.trimEnd().split('\n'))
  })

  test('has no machine types of later versions, and those of its own', () => {
    const names = (version: string) => machineTypes(version).map(({ name }) => name)
    expect(names('6.2.0')).not.toContain('pc-q35-7.0')
    expect(machineTypes('9.2.0').find(({ alias }) => alias === 'pc')?.name).toBe('pc-i440fx-9.2')
    expect(machineTypes('6.2.0').find(({ alias }) => alias === 'q35')?.name).toBe('pc-q35-6.2')
  })
})

describe('objects of QEMU', () => {
  test('are the port of the agent and what has it', async () => {
    const vm = await vmOf()
    expect(vm.qmp.execute('qom-list', { path: '/machine/peripheral' })).toEqual([
      { name: 'type', type: 'string' },
      { name: 'virtio-serial0', type: 'child<virtio-serial-pci>' },
      { name: 'channel0', type: 'child<virtserialport>' },
    ])
    expect(vm.qmp.execute('qom-get', { path: 'channel0', property: 'type' })).toBe('virtserialport')
  })

  test('tell the time of the hardware clock', async () => {
    const vm = await vmOf()
    vm.advance('90s')
    expect(vm.qmp.execute('qom-get', { path: '/machine', property: 'rtc-time' })).toEqual({
      tm_year: 126n,
      tm_mon: 0n,
      tm_mday: 1n,
      tm_hour: 0n,
      tm_min: 1n,
      tm_sec: 30n,
    })
  })

  test('are found by the end of their path, with or without slashes too many', async () => {
    const vm = await vmOf({ machine: 'pc-q35-7.2' })
    for (const path of ['machine', '/machine/', '//machine']) {
      expect(vm.qmp.execute('qom-get', { path, property: 'type' })).toBe('pc-q35-7.2-machine')
    }
  })
})

describe('types', () => {
  test('of devices have the properties that matter', async () => {
    const { qemu } = await vmOf()
    const told = executeQmp(qemu, 'device-list-properties', new Map([['typename', 'PIIX4_PM']]))
    expect(writeJson(told)).toBe(
      '[{"default-value": 0, "name": "disable_s3", "type": "uint8"}, {"default-value": 0, "name": "disable_s4", "type": "uint8"}]',
    )
  })

  test.each(['memory-backend-file', 'memory-backend-memfd', 'max-x86_64-cpu', 'none-machine'])(
    'have %s, of which libvirt asks and does not expect that it is unknown',
    async typename => {
      const vm = await vmOf()
      expect(vm.qmp.execute('qom-list-properties', { typename })).toEqual([{ name: 'type', type: 'string' }])
    },
  )

  test('are listed with those that they derive from', async () => {
    const vm = await vmOf()
    const names = (args: object) =>
      (vm.qmp.execute('qom-list-types', { ...args }) as { name: string }[]).map(it => it.name)
    expect(names({})).toEqual(expect.arrayContaining(['tcg-accel', 'virtserialport', 'pc-i440fx-7.2-machine']))
    expect(names({})).not.toContain('pci-device')
    expect(names({ implements: 'accel' })).toEqual(['tcg-accel', 'kvm-accel'])
    expect(names({ implements: 'accel', abstract: true })).toEqual(['tcg-accel', 'kvm-accel', 'accel'])
  })
})

describe('settings of migrations', () => {
  test('are kept', async () => {
    const vm = await vmOf()
    vm.qmp.execute('migrate-set-capabilities', { capabilities: [{ capability: 'events', state: true }] })
    vm.qmp.execute('migrate-set-parameters', { 'downtime-limit': 500 })
    const capabilities = vm.qmp.execute('query-migrate-capabilities') as { capability: string; state: boolean }[]
    expect(capabilities.filter(({ state }) => state)).toEqual([{ capability: 'events', state: true }])
    expect(vm.qmp.execute('query-migrate-parameters')).toMatchObject({
      'downtime-limit': 500n,
      'max-bandwidth': 134217728n,
    })
  })
})

describe('what is not simulated', () => {
  test.each([
    ['device_add', { driver: 'virtserialport' }, 'GenericError: mockvm: hot-plugging is not simulated'],
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
})

describe('older and newer versions', () => {
  test('word a bad value otherwise up to 6.1', async () => {
    const vm = await vmOf({ version: '6.1.0' })
    expect(failureOf(() => vm.qmp.execute('query-cpu-model-expansion', { type: 'zz', model: { name: 'x' } }))).toBe(
      "GenericError: Invalid parameter 'zz'",
    )
  })

  test('tell of no single step from 9.0 on', async () => {
    const vm = await vmOf({ version: '9.2.0' })
    expect(vm.qmp.execute('query-status')).toEqual({ running: true, status: 'running' })
  })
})

test('a failure of ours shows as one, and ends nothing', async () => {
  const warnings: string[] = []
  const listener = (warning: Error) => warnings.push(warning.message)
  process.on('warning', listener)
  const vm = await vmOf()
  const { config, chardevs, guest } = vm.qemu
  const runState = {
    answering: (answer: () => void) => answer(),
    stop() {
      throw new TypeError('no such thing')
    },
  }
  const broken = { config, chardevs, guest, runState, portId: undefined } as unknown as Qemu
  const written: unknown[] = []
  const session = new Session({ qemu: broken, write: message => written.push(toPlain(message)), hasLeft: () => false })
  session.receive(Buffer.from('{"execute": "qmp_capabilities"}{"execute": "stop", "id": 7}{"execute": "query-name"}'))
  await new Promise(done => setImmediate(done))
  process.off('warning', listener)
  expect(written).toEqual([
    { return: {} },
    { error: { class: 'GenericError', desc: 'mockvm: internal error in stop: no such thing' }, id: 7n },
    { return: {} },
  ])
  expect(warnings).toEqual(['no such thing'])
})

test('every command says what it does in a line, and since when', () => {
  for (const { doc, since } of qmpCommands) {
    expect(doc).toMatch(/^[A-Z][^\n]*\.$/)
    expect(since).toMatch(/^\d+\.\d+$/)
  }
})
