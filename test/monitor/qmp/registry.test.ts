import { describe, expect, test } from 'vitest'
import { toPlain } from '../../../src/json/plain.js'
import type { Qemu } from '../../../src/monitor/qemu.js'
import { qmpEvents } from '../../../src/monitor/qmp/events.js'
import { qmpCommands } from '../../../src/monitor/qmp/registry.js'
import { Session } from '../../../src/monitor/qmp/session.js'
import { failureOf, processOf, vmOf } from './host.js'

describe('query-commands', () => {
  test('lists each command once, and only those that this version has', async () => {
    const names = (vm: { qmp: { execute(name: string): unknown } }) =>
      (vm.qmp.execute('query-commands') as { name: string }[]).map(({ name }) => name)
    const current = names(await vmOf())
    expect(current).toEqual(qmpCommands.filter(({ until }) => until === undefined).map(({ name }) => name))
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

test('query-events lists them up to 5.2', async () => {
  const vm = await vmOf({ version: '5.2.0' })
  expect(vm.qmp.execute('query-events')).toEqual(qmpEvents.map(({ name }) => ({ name })))
  const later = await vmOf({ version: '6.0.0' })
  expect(failureOf(() => later.qmp.execute('query-events'))).toBe(
    'CommandNotFound: The command query-events has not been found',
  )
})

describe('query-qmp-schema', () => {
  type Entry = Record<string, unknown> & { name: string; 'meta-type': string }

  test('has all commands and events, and every type that it names', async () => {
    const schema = (await vmOf()).qmp.execute('query-qmp-schema') as unknown as Entry[]
    const names = (kind: string) => schema.filter(entry => entry['meta-type'] === kind).map(({ name }) => name)
    const there = qmpCommands.filter(({ until }) => until === undefined).map(({ name }) => name)
    expect(names('command').toSorted()).toEqual(there.toSorted())
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
  const { config, chardevs, guest } = processOf(vm)
  const runState = {
    answering: (answer: () => void) => answer(),
    stop() {
      throw new TypeError('no such thing')
    },
  }
  const broken = { config, chardevs, guest, runState, portId: undefined } as unknown as Qemu
  const written: unknown[] = []
  const session = new Session({
    qemu: broken,
    write: message => written.push(toPlain(message)),
    hasLeft: () => false,
  })
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
