import { expect, test } from 'vitest'
import { ScenarioError } from '../src/scenario/error.js'
import { createVm, type Vm } from '../src/vm.js'
import { UnusedFaultsError } from '../src/vm-faults.js'

const RULES = [
  { name: 'slow', on: 'guest-get-*', delay: '6s', times: 2 },
  { on: ['guest-ping', 'guest-info'], stale: true },
] as const

async function vmWith(...faults: readonly object[]): Promise<Vm> {
  return createVm({ scenario: { extends: 'minimal', faults: faults as never } })
}

const refusal = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

test('rules of the scenario and those that are added are listed in their order', async () => {
  await using vm = await vmWith(...RULES)
  expect(vm.faults.add({ drop: true }, { drop: true }, { name: 'slow', drop: true })).toEqual([
    '*: drop',
    '*: drop (2)',
    'slow (2)',
  ])
  const call = vm.call('guest-get-time')
  vm.advance('6s')
  await call
  await vm.call('guest-ping')
  expect(vm.faults.list()).toEqual([
    { name: 'slow', on: ['guest-get-*'], matched: 1, fired: 1, remaining: 1 },
    {
      name: 'guest-ping guest-info: stale',
      on: ['guest-ping', 'guest-info'],
      matched: 1,
      fired: 1,
      remaining: undefined,
    },
    ...['*: drop', '*: drop (2)', 'slow (2)'].map(name => ({
      name,
      on: ['*'],
      matched: 2,
      fired: 2,
      remaining: undefined,
    })),
  ])
  expect(vm.faults.report()).toBe(
    [
      'rule                          on                     matched  fired  remaining',
      'slow                          guest-get-*            1        1      1',
      'guest-ping guest-info: stale  guest-ping guest-info  1        1      any',
      '*: drop                       *                      2        2      any',
      '*: drop (2)                   *                      2        2      any',
      'slow (2)                      *                      2        2      any',
      '',
    ].join('\n'),
  )
})

test('without rules the table has its head', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  expect(vm.faults.list()).toEqual([])
  expect(vm.faults.report()).toBe('rule  on  matched  fired  remaining\n')
  vm.faults.assertNoUnused()
})

test('rules that never fired are told with the table of all', async () => {
  await using vm = await vmWith(...RULES)
  expect(refusal(() => vm.faults.assertNoUnused())).toEqual(
    new UnusedFaultsError(
      `expected every fault rule to fire, but 2 fault rules have not
rule                          on                     matched  fired  remaining
slow                          guest-get-*            0        0      2
guest-ping guest-info: stale  guest-ping guest-info  0        0      any
`,
    ),
  )
  await vm.call('guest-ping')
  expect(refusal(() => vm.faults.assertNoUnused())).toEqual(
    new UnusedFaultsError(
      `expected every fault rule to fire, but a fault rule has not
rule                          on                     matched  fired  remaining
slow                          guest-get-*            0        0      2
guest-ping guest-info: stale  guest-ping guest-info  1        1      any
`,
    ),
  )
  vm.faults.remove('slow')
  vm.faults.assertNoUnused()
})

test('a reset leaves the rules of the scenario, all counts at 0; what hangs hangs on', async () => {
  await using vm = await vmWith(...RULES)
  vm.faults.add({ name: 'stuck', on: 'guest-info', hang: true })
  await vm.call('guest-ping')
  const call = vm.call('guest-info')
  vm.faults.reset()
  expect(vm.faults.list().map(({ name, matched, fired }) => [name, matched, fired])).toEqual([
    ['slow', 0, 0],
    ['guest-ping guest-info: stale', 0, 0],
  ])
  expect(await Promise.race([call, Promise.resolve('hangs')])).toBe('hangs')
  vm.faults.release('stuck')
  expect(await call).toHaveProperty('version')
})

test('what is no rule is refused, and with it all that came in the same call', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  expect(() => vm.faults.add({ name: 'a', drop: true }, { on: 'guest-png', drop: true })).toThrow(ScenarioError)
  expect(vm.faults.list()).toEqual([])
  expect(vm.events.map(({ type }) => type)).toEqual(['start'])
})

test('a where that is neither a map nor a function is refused, and not left out', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  for (const [where, got] of [
    ['/bin/sh', '"/bin/sh"'],
    [null, 'null'],
    [[1], 'a list'],
  ] as const) {
    expect(refusal(() => vm.faults.add({ where: where as never, drop: true }))).toEqual(
      new ScenarioError([{ file: 'fault rule', path: 'where', expected: 'a map of arguments', got }]),
    )
  }
})

test('of a list of actions none is done if one of them is no action', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  const actions = [{ vm: 'pause' }, { faults: { add: [{ drop: true }, { on: 'guest-png', drop: true }] } }] as const
  expect(() => vm.do(actions as never)).toThrow(ScenarioError)
  expect(vm.faults.list()).toEqual([])
  expect(vm.guest.clock.isStopped).toBe(false)
  expect(vm.events.map(({ type }) => type)).toEqual(['start'])
})

test('what turns out to be impossible stops a list of actions there', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  expect(refusal(() => vm.do([{ vm: 'pause' }, { faults: { remove: 'a' } }, { vm: 'resume' }]))).toEqual(
    new RangeError('fault rule: expected the name of a rule (there are none), got "a"'),
  )
  expect(vm.guest.clock.isStopped).toBe(true)
})

test('a name that no rule has is told when it is to be released, unless something hangs because of it', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  vm.faults.add({ name: 'stuck', on: 'guest-ping', hang: true })
  vm.faults.release('stuck')
  expect(refusal(() => vm.faults.release('stick'))).toEqual(
    new RangeError('fault rule: expected the name of a rule ("stuck"), got "stick"'),
  )
  const call = vm.call('guest-ping')
  vm.faults.remove('stuck')
  vm.faults.release('stuck')
  expect(await call).toBeUndefined()
  expect(refusal(() => vm.faults.release('stuck'))).toEqual(
    new RangeError('fault rule: expected the name of a rule (there are none), got "stuck"'),
  )
  vm.faults.release()
})

test('everything that is done to the rules is told', async () => {
  await using vm = await createVm({ scenario: 'minimal' })
  vm.faults.add({ name: 'a', where: () => true, drop: true })
  vm.faults.release('a')
  vm.faults.release()
  vm.faults.remove('a')
  vm.faults.reset()
  const actions = vm.events.flatMap(event => (event.type === 'action' ? [[event.by, event.text]] : []))
  expect(actions).toEqual([
    ['host', 'fault rules added: a'],
    ['host', 'released: a'],
    ['host', 'all that hangs released'],
    ['host', 'fault rule removed: a'],
    ['host', 'fault rules reset'],
  ])
})

test('of a VM that is closed the rules can be looked at, and not be changed', async () => {
  const vm = await vmWith(...RULES)
  await vm.close()
  expect(vm.faults.list()).toHaveLength(2)
  expect(refusal(() => vm.faults.add({ drop: true }))).toEqual(new Error('faults.add: the VM is closed'))
  expect(refusal(() => vm.faults.reset())).toEqual(new Error('do: the VM is closed'))
})
