import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cpuList, cpuMask, parseCpuList } from '../../../../src/guest/programs/hardware/cpu-lists.js'

test('a list that is written is read as the same processors', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1 }), ids => {
      const sorted = ids.toSorted((a, b) => a - b)
      expect(parseCpuList(cpuList(sorted))).toEqual(sorted)
    }),
  )
})

test('two in a row are no range', () => {
  expect([cpuList([0, 1]), cpuList([0, 1, 2, 5]), cpuMask([0, 1, 5])]).toEqual(['0,1', '0-2,5', '0x23'])
})

test.each(['', 'x', '3-1', '1,', '-1', '1-2:0'])('%j is no list', text => {
  expect(parseCpuList(text)).toBe(undefined)
})
