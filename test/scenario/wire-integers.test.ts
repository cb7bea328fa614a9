import { expect, test } from 'vitest'
import { layerOfText } from '../../src/scenario/layer.js'
import { parseOverride } from '../../src/scenario/load.js'
import type { TraceEvent } from '../../src/trace/events.js'
import { decodeEvent, encodeEvent } from '../../src/trace/jsonl.js'
import { createVm, type Vm } from '../../src/vm.js'
import { load } from './vocabulary.js'

const YAML = `extends: minimal
faults:
  - { name: one id, on: guest-sync, where: { id: 9007199254740993 }, error: that one }
  - { name: late, on: guest-get-time, return: 1790000000123456789 }
  - { name: list, on: guest-get-users, return: { a: [9223372036854775807, -9223372036854775808], b: "9223372036854775807" } }
`
const IDS = [9007199254740992n, 9007199254740993n, 9007199254740994n]

async function said(vm: Vm): Promise<unknown> {
  const syncs = IDS.map(id => vm.call('guest-sync', { id }).catch((error: Error) => error.message))
  return [...(await Promise.all(syncs)), await vm.call('guest-get-time'), await vm.call('guest-get-users')]
}

const EXPECTED = [
  9007199254740992n,
  'that one',
  9007199254740994n,
  1790000000123456789n,
  { a: [9223372036854775807n, -9223372036854775808n], b: '9223372036854775807' },
]

test('integers beyond 2^53 that a rule waits for or returns are those of the file', async () => {
  await using vm = await createVm({ scenario: layerOfText(YAML, 'demo.yaml').data })
  expect(await said(vm)).toEqual(EXPECTED)
})

test('bigint given in code, with a rule, an action or an option, are the same', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  vm.faults.add({ on: 'guest-sync', where: { id: 9007199254740993n }, error: 'that one' })
  vm.do({ faults: { add: [{ on: 'guest-get-time', return: 1790000000123456789n }] } })
  vm.do([{ faults: { add: { on: 'guest-get-users', return: EXPECTED.at(-1) as object as never } } }])
  expect(await said(vm)).toEqual(EXPECTED)
})

test('in what the command line sets they are, wherever its path leads', () => {
  const set = [
    parseOverride('faults=[{ on: guest-sync, where: { id: 0 }, error: x }]'),
    parseOverride('faults[0].where.id=9007199254740993'),
    parseOverride('timeline=[{ at: 1s, do: [{ faults: { add: [{ return: 9007199254740993 }] } }] }]'),
  ]
  const { faults, timeline } = load('minimal', set)
  expect(faults.map(({ where }) => where)).toEqual([{ id: 9007199254740993n }])
  expect(timeline.map(({ actions }) => actions)).toMatchObject([
    [{ addFaults: [{ effects: { return: 9007199254740993n } }] }],
  ])
})

test('two that differ in such an integer alone are two scenarios, for what is kept and for snapshots', async () => {
  const faults = (id: bigint) => [{ on: 'guest-sync', where: { id }, drop: true } as const]
  const where = (id: bigint | string) => {
    const set = [
      { path: 'faults', value: faults(1n) },
      { path: 'faults[0].where.id', value: id },
    ]
    return load('minimal', set).faults.map(it => it.where)
  }
  const many = [9007199254740993n, 9007199254740995n, '9007199254740993']
  expect(many.map(where)).toEqual(many.map(id => [{ id }]))
  await using one = await createVm({ scenario: { extends: 'minimal', faults: faults(9007199254740993n) } })
  await using same = await createVm({ scenario: { extends: 'minimal', faults: faults(9007199254740993n) } })
  await using other = await createVm({ scenario: { extends: 'minimal', faults: faults(9007199254740995n) } })
  same.restore(one.snapshot())
  expect(() => other.restore(one.snapshot())).toThrow(
    new TypeError('restore: expected a snapshot of a VM with the same scenario, got one of another'),
  )
})

test('a trace keeps every digit: the scenario in its first line gives the same VM again', async () => {
  await using vm = await createVm({ scenario: layerOfText(YAML, 'demo.yaml').data })
  const line = encodeEvent(vm.events[0] as TraceEvent)
  const start = decodeEvent(line)
  expect(encodeEvent(start)).toBe(line)
  if (start.type !== 'start') throw new Error('no start')
  await using again = await createVm({ scenario: start.scenario as object })
  expect(again.document).toEqual(vm.document)
  expect(await said(again)).toEqual(EXPECTED)
})

test('elsewhere they are text, as sizes and times may be written', () => {
  const { data } = layerOfText(
    '{ extends: minimal, seed: 18446744073709551617, clock: { now: 1790000000123456789 } }',
    'demo.yaml',
  )
  expect(data).toEqual({ extends: 'minimal', seed: '18446744073709551617', clock: { now: '1790000000123456789' } })
})

test.each([
  ['.nan', 'demo.yaml:1:20  faults[0].return: expected a value that JSON can hold, got NaN.'],
  ['{ a: [1, .inf] }', 'demo.yaml:1:29  faults[0].return.a[1]: expected a value that JSON can hold, got Infinity.'],
  ['!!binary aGk=', 'demo.yaml:1:29  faults[0].return: expected a value that JSON can hold, got bytes.'],
])('what JSON has no word for is refused: return: %s', (value, error) => {
  expect(() => layerOfText(`faults: [{ return: ${value} }]`, 'demo.yaml')).toThrow(error)
})
