import { expect, test } from 'vitest'
import type { FaultRule } from '../../src/faults/rule.js'
import { Rules } from '../../src/faults/rules.js'
import { Random } from '../../src/guest/random.js'
import type { FaultInput } from '../../src/scenario/actions.js'
import { toFaultRule } from '../../src/scenario/fault-config.js'

function rulesOf(...inputs: FaultInput[]): Rules {
  const random = new Random('seed')
  const rules = new Rules({ chance: name => random.stream(name), isTrue: ({ frozen }) => frozen === true })
  for (const input of inputs) rules.add(toFaultRule({ hang: true, ...input }))
  return rules
}

const fire = (rules: Rules, name = 'guest-ping') => rules.fire('reply', name, () => ({})).map(rule => rule.name)

test('the rules that fire come in the order in which they were added', () => {
  const rules = rulesOf({ name: 'b' }, { name: 'a' }, { name: 'c', on: 'guest-info' })
  expect(fire(rules)).toEqual(['b', 'a'])
  expect(fire(rules, 'guest-info')).toEqual(['b', 'a', 'c'])
})

test('a name that another rule has is refused', () => {
  expect(() => rulesOf({ name: 'a' }, { name: 'a' })).toThrow(
    new RangeError('fault rule: expected a name that is free, got "a", which another rule has'),
  )
})

test('a rule that is not there can not be removed, and those that are there are told', () => {
  expect(() => rulesOf().remove('a')).toThrow(
    new RangeError('fault rule: expected the name of a rule (there are none), got "a"'),
  )
  expect(() => rulesOf({ name: 'b' }, { name: 'c' }).remove('a')).toThrow(
    new RangeError('fault rule: expected the name of a rule ("b", "c"), got "a"'),
  )
})

test('matched counts all that fits but for the counting, fired what comes of it, remaining what still may', () => {
  const rules = rulesOf({ name: 'a', after: 1, every: 2, times: 2, on: 'guest-ping' }, { name: 'b', probability: 0 })
  for (let count = 0; count < 4; count++) fire(rules)
  fire(rules, 'guest-info')
  expect(rules.list()).toEqual([
    { name: 'a', on: ['guest-ping'], matched: 4, fired: 1, remaining: 1 },
    { name: 'b', on: ['*'], matched: 5, fired: 0, remaining: undefined },
  ])
})

test('arguments are read only where a rule wants to know them', () => {
  let reads = 0
  const args = () => {
    reads++
    return { a: 'b' }
  }
  const rules = rulesOf(
    { on: 'guest-ping' },
    { on: 'guest-info', where: { a: 'b' } },
    { while: { frozen: false }, where: {} },
  )
  rules.fire('reply', 'guest-ping', args)
  expect(reads).toBe(1)
  rules.fire('request', 'guest-info', args)
  expect(reads).toBe(1)
})

test('what can not fire any more draws nothing', () => {
  const random = new Random('seed')
  const rules = new Rules({ chance: name => random.stream(name), isTrue: () => true })
  rules.add(toFaultRule({ name: 'a', hang: true, times: 1, probability: 0.999999 }))
  expect(fire(rules)).toEqual(['a'])
  const state = random.snapshot()
  for (let count = 0; count < 10; count++) expect(fire(rules)).toEqual([])
  expect(random.snapshot()).toEqual(state)
})

test('rules are put back with their counts, as often as one likes', () => {
  const rules = rulesOf({ name: 'a', times: 3 })
  fire(rules)
  const snapshot = structuredClone(rules.snapshot())
  fire(rules)
  rules.clear()
  expect(rules.isEmpty).toBe(true)
  for (let count = 0; count < 2; count++) {
    rules.restore(snapshot)
    expect(rules.list()).toEqual([{ name: 'a', on: ['*'], matched: 1, fired: 1, remaining: 2 }])
    expect(fire(rules)).toEqual(['a'])
  }
})

test('of a function a snapshot knows only that there was one', () => {
  const rules = rulesOf()
  const rule: FaultRule = { ...toFaultRule({ name: 'a', hang: true }), test: args => args.id !== 8n }
  rules.add(rule)
  const snapshot = structuredClone(rules.snapshot())
  rules.check(snapshot)
  rules.restore(snapshot)
  expect(fire(rules)).toEqual(['a'])
  expect(rules.fire('reply', 'guest-ping', () => ({ id: 8n }))).toEqual([])
  rules.remove('a')
  expect(() => rules.check(snapshot)).toThrow(
    new TypeError('restore: expected the fault rule "a" with its function to be there; add it first'),
  )
})

test('only rules for requests make somebody look at them', () => {
  expect(rulesOf({ direction: 'reply', hang: undefined, drop: true } as FaultInput).wantRequests).toBe(false)
  expect(rulesOf({ direction: 'request', hang: undefined, drop: true } as FaultInput).wantRequests).toBe(true)
})
