import { describe, expect, test } from 'vitest'
import { GlibHashTable } from '../../src/qapi/glib-hash-table.js'

function first(keys: readonly string[], removed: readonly string[] = []): string | undefined {
  const table = new GlibHashTable(keys)
  for (const key of removed) table.remove(key)
  return table.first()
}

test.each([
  [['x', 'y'], 'y'],
  [['aaa', 'bbb', 'ccc'], 'bbb'],
  [['aa', 'bb'], 'aa'],
  [['\u00e9', '\u00fc', 'x'], '\u00fc'],
  [[], undefined],
])('of %j the first is %j', (keys, expected) => {
  expect(first(keys)).toBe(expected)
})

// What GLib 2.74 itself says of the keys k0, k1, …: the table grows with the 8th of them, and on and on.
describe.each([
  [2, 'k1', 'k1', 'k1'],
  [7, 'k6', 'k6', 'k6'],
  [8, 'k6', 'k6', 'k7'],
  [9, 'k6', 'k6', 'k8'],
  [11, 'k6', 'k6', 'k10'],
  [12, 'k6', 'k6', 'k11'],
  [13, 'k6', 'k6', 'k12'],
  [16, 'k7', 'k11', 'k15'],
  [24, 'k7', 'k21', 'k23'],
  [40, 'k4', 'k24', 'k39'],
  [64, 'k28', 'k63', 'k63'],
  [100, 'k86', 'k86', 'k99'],
  [200, 'k40', 'k185', 'k199'],
])('with %d keys', (count, ofAll, ofHalf, last) => {
  const keys = Array.from({ length: count }, (_, index) => `k${index}`)

  test('the first is that of GLib', () => {
    expect(first(keys)).toBe(ofAll)
  })

  test('the first is that of GLib when the older half has been removed', () => {
    expect(first(keys, keys.slice(0, Math.floor(count / 2)))).toBe(ofHalf)
  })

  test('the last one that is left is found', () => {
    expect(first(keys, keys.slice(0, -1))).toBe(last)
  })
})

test('removing what is not there changes nothing', () => {
  expect(first(['x', 'y'], ['z', 'z'])).toBe('y')
})
