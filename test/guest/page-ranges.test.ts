import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PageRanges } from '../../src/guest/page-ranges.js'

const range = fc.tuple(fc.nat(40), fc.nat(8)).map(([start, length]) => [start, start + length] as const)

test('ranges hold what was added, in order, and neighbours are joined', () => {
  fc.assert(
    fc.property(fc.array(range), range, (added, [from, to]) => {
      const pages = new PageRanges()
      const model = new Set<number>()
      for (const [start, end] of added) {
        pages.add(start, end)
        for (let page = start; page < end; page++) model.add(page)
      }
      const listed = (ranges: readonly (readonly [number, number])[]) =>
        ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index))
      expect(listed(pages.all)).toEqual([...model].sort((a, b) => a - b))
      expect(pages.size).toBe(model.size)
      expect(pages.all.every(([start], index) => start > (pages.all[index - 1]?.[1] ?? -1))).toBe(true)
      const asked = Array.from({ length: to - from }, (_, index) => from + index)
      expect(listed(pages.missing(from, to))).toEqual(asked.filter(page => !model.has(page)))
      expect(new PageRanges(pages.all).all).toEqual(pages.all)
    }),
  )
})
