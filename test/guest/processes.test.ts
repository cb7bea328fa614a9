import { describe, expect, test } from 'vitest'
import { programGuest } from './programs/guest.js'

describe.each(['kill', 'signal'] as const)('%s', method => {
  const call = (signal: unknown) => {
    const { processes } = programGuest()
    const pid = processes.allocatePid()
    processes.start({ pid, ppid: 1, user: 'root', argv: ['/usr/bin/job'] })
    processes[method](pid, signal as number)
    return processes.list().some(process => process.pid === pid)
  }

  test.each([
    ['SIGKILL', '"SIGKILL". SIGKILL is 9.'],
    ['term', '"term". term is 15.'],
    ['nonsense', '"nonsense"'],
    [9n, '9n'],
    [65, '65'],
    [1.5, '1.5'],
    [undefined, 'undefined'],
  ])('refuses %s', (signal, got) => {
    expect(() => call(signal)).toThrow(new TypeError(`signal: expected the number of a signal such as 15, got ${got}`))
  })

  test('takes a number', () => {
    expect(call(9)).toBe(false)
  })
})
