import { describe, expect, test } from 'vitest'
import { createVm } from '../../../src/index.js'
import { output, type Programs, vmWith } from './run.js'

/** What so many calls of `prog` print, one after the other; "-" for that of the last entry. */
async function calls(first: Omit<Programs[number], 'match'>, count: number): Promise<string> {
  await using vm = await vmWith([
    { match: 'prog', stdout: 'x', ...first },
    { match: 'prog', stdout: '-' },
  ])
  const printed: unknown[] = []
  for (let call = 0; call < count; call++) printed.push(await output(vm, 'prog'))
  return printed.join('')
}

describe('the calls that fit are counted', () => {
  test.each([
    ['times', { times: 2 }, 'xx----'],
    ['skip', { skip: 2 }, '--xxxx'],
    ['skip and times', { skip: 1, times: 2 }, '-xx---'],
    ['nth', { nth: 3 }, '--x---'],
    ['several nth', { nth: [1, 4] }, 'x--x--'],
    ['nth after skip', { skip: 2, nth: 1 }, '--x---'],
    ['every', { every: 2 }, '-x-x-x'],
    ['every and times', { every: 2, times: 1 }, '-x----'],
    ['no probability', { probability: 0 }, '------'],
    ['all probability', { probability: 1 }, 'xxxxxx'],
  ] as [string, Omit<Programs[number], 'match'>, string][])('%s', async (_, counting, printed) => {
    expect(await calls(counting, 6)).toBe(printed)
  })

  test('probability is drawn from the seed', async () => {
    const printed = await calls({ probability: 0.5 }, 40)
    expect(await calls({ probability: 0.5 }, 40)).toBe(printed)
    expect(printed).toMatch(/^(?=.*x.*x)(?=.*-.*-)[x-]{40}$/)
  })
})

test('calls with other arguments, and those that an entry before takes, do not count', async () => {
  await using vm = await vmWith([
    { match: 'prog --odd', stdout: 'odd' },
    { match: 'prog *', times: 1, stdout: 'first' },
    { match: 'prog *', stdout: 'call {{ count }} of the last' },
  ])
  expect(await output(vm, 'prog --odd')).toBe('odd')
  expect(await output(vm, 'prog a')).toBe('first')
  expect(await output(vm, 'prog a')).toBe('call 1 of the last')
  expect(await output(vm, 'prog --odd')).toBe('odd')
  expect(await output(vm, 'prog b')).toBe('call 2 of the last')
})

test('a snapshot holds the counts, and chance', async () => {
  await using vm = await vmWith([
    { match: 'once', times: 1, stdout: 'now' },
    { match: 'once', stdout: 'no more' },
    { match: 'maybe', probability: 0.5, stdout: 'yes' },
    { match: 'maybe', stdout: 'no' },
  ])
  const before = vm.snapshot()
  const series = async () => {
    const printed = [await output(vm, 'once'), await output(vm, 'once')]
    for (let call = 0; call < 12; call++) printed.push(await output(vm, 'maybe'))
    return printed
  }
  const first = await series()
  expect(first.slice(0, 2)).toEqual(['now', 'no more'])
  const after = vm.snapshot()
  vm.restore(before)
  expect(await series()).toEqual(first)
  await using other = await createVm({ scenario: vm.document })
  other.restore(structuredClone(after))
  expect(await output(other, 'once')).toBe('no more')
  expect(other.snapshot().guest.scenarioPrograms).toEqual([
    { asked: 3, answered: 1 },
    { asked: 2, answered: 2 },
    { asked: 12, answered: first.filter(it => it === 'yes').length },
    { asked: 12 - first.filter(it => it === 'yes').length, answered: first.filter(it => it === 'no').length },
  ])
})

test('a reboot does not begin the counts anew', async () => {
  await using vm = await vmWith([
    { match: 'once', times: 1, stdout: 'now' },
    { match: 'once', stdout: 'no more' },
  ])
  expect(await output(vm, 'once')).toBe('now')
  vm.reset()
  vm.advance('5m')
  expect(await output(vm, 'once')).toBe('no more')
})
