import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'

// What qemu-ga 7.2.22 answered with that TZ in its environment, in November 2026.
test.each([
  ['/usr/share/zoneinfo/Asia/Tokyo', 'JST', 32400],
  ['posix/Europe/Prague', 'CET', 3600],
  ['Z', 'Z', 0],
  ['+05:30', '+05:30', 19800],
  ['-03', '-03', -10800],
  ['+0530', '+0530', 19800],
  ['EST5', 'EST', -18000],
  ['XYZ-5:30', 'XYZ', 19800],
  ['EST5EDT', 'EST', -18000],
  ['AAA3BBB', 'UTC', 0],
  ['nonsense', 'UTC', 0],
])('with TZ=%s the zone is %s and %d seconds from UTC', async (TZ, zone, offset) => {
  await using vm = await createVm({ agent: { env: { TZ } }, clock: { now: '2026-11-22T00:00:00Z' } })
  expect(await vm.call('guest-get-timezone')).toEqual({ zone, offset: BigInt(offset) })
})
