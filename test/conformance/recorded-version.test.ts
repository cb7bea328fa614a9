import { expect, test } from 'vitest'
import { nearestRecorded } from './recorded-version.js'

const RECORDED = ['11.1.3', '2.11.0', '5.2.0', '7.2.22']

test.each([
  ['7.2.22', '7.2.22'],
  ['7.2.21', '5.2.0'],
  ['8.2.2', '7.2.22'],
  ['10.0.50-rc1', '7.2.22'],
  ['9.2.4 (Debian 1:9.2.4+ds)', '7.2.22'],
  ['12.0.0', '11.1.3'],
  ['2.11.0', '2.11.0'],
  ['2.10.2', undefined],
  ['unknown', undefined],
])('an agent %s is held against the recordings of %s', (version, expected) => {
  expect(nearestRecorded(version, RECORDED)).toBe(expected)
})
