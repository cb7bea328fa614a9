import { expect, test } from 'vitest'
import { programGuest, run } from './guest.js'

test.each([
  [['1'], 1_000_000_000n],
  [['1.5'], 1_500_000_000n],
  [['.25'], 250_000_000n],
  [['1.5', '2m'], 121_500_000_000n],
  [['1h', '1d', '1s'], 90_001_000_000_000n],
  [['1e-3'], 1_000_000n],
  [['0'], 0n],
  [['infinity'], 'forever'],
])('sleep %j runs for %s nanoseconds of the guest', (args, duration) => {
  expect(run(programGuest(), ['sleep', ...args])).toEqual({ stdout: '', stderr: '', exitCode: 0, duration })
})
