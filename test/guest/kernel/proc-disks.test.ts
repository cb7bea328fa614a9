import { expect, test } from 'vitest'
import { diskstatsColumns } from '../../../src/guest/kernel/proc-disks.js'

test.each([
  ['4.17.0', 11],
  ['4.18.0-553.el8', 15],
  ['5.4.0', 15],
  ['5.5-rc1', 17],
  ['6.1.0-40-amd64', 17],
  // Not the number of a Linux kernel: taken for a new one.
  ['v6.1-custom', 17],
  ['custom', 17],
  ['6', 17],
])('kernel %s counts %i things of a disk', (release, count) => {
  const kernel = { release, version: '#1 SMP', machine: 'x86_64' }
  expect(diskstatsColumns(kernel)).toHaveLength(count)
})
