import { expect, test } from 'vitest'
import { qdictBucket, qdictEntries } from '../../src/json/qdict.js'

test.each([
  ['exec-oob', 162],
  ['class', 211],
  ['control', 263],
  ['execute', 299],
  ['desc', 377],
  ['return', 401],
  ['arguments', 447],
  ['id', 486],
  ['error', 489],
])('%s is in bucket %d', (key, bucket) => {
  expect(qdictBucket(key)).toBe(bucket)
  expect(qdictBucket(key)).toBe(bucket)
})

test('within a bucket the member inserted last comes first', () => {
  expect(qdictBucket('load5m')).toBe(qdictBucket('load1m'))
  const order = (...keys: string[]) => qdictEntries(keys.map(key => [key, null])).map(([key]) => key)
  expect(order('load1m', 'load5m', 'load15m')).toEqual(['load15m', 'load5m', 'load1m'])
  expect(order('load5m', 'load15m', 'load1m')).toEqual(['load15m', 'load1m', 'load5m'])
})
