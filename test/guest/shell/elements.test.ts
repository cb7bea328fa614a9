import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Elements } from '../../../src/guest/shell/elements.js'

test('Elements are in order whatever is set and deleted in whatever order', () => {
  const change = fc.tuple(fc.constantFrom('set', 'delete', 'look'), fc.nat(12))
  fc.assert(
    fc.property(fc.array(change), changes => {
      const elements = new Elements()
      const expected = new Map<number, string>()
      for (const [what, index] of changes) {
        if (what === 'set') {
          elements.set(index, `text ${index}`)
          expected.set(index, `text ${index}`)
        } else if (what === 'delete') expect(elements.delete(index)).toBe(expected.delete(index))
        const pairs = [...expected].sort(([a], [b]) => a - b)
        expect([elements.last, elements.size]).toEqual([pairs.at(-1)?.[0] ?? -1, pairs.length])
        if (what !== 'look') continue
        expect([...elements]).toEqual(pairs)
        expect([...elements.keys()]).toEqual(pairs.map(([key]) => key))
        expect([...elements.values()]).toEqual(pairs.map(([, text]) => text))
      }
      const visited: number[] = []
      elements.forEach((_, index) => {
        visited.push(index)
      })
      expect(visited).toEqual([...elements.keys()])
    }),
  )
})
