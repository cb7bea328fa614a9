import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantity } from '../../../../src/http/kubevirt/objects/quantity.js'
import { age, timestamp } from '../../../../src/http/kubevirt/objects/timestamp.js'
import { firmwareUuid, uuidOf } from '../../../../src/http/kubevirt/objects/uuid.js'

describe('times', () => {
  test('are whole seconds of UTC', () => {
    expect(timestamp(1767225600_999999999n)).toBe('2026-01-01T00:00:00Z')
  })

  test.each([
    [-2, '<invalid>'],
    [-1, '0s'],
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [244, '4m4s'],
    [600, '10m'],
    [10_799, '179m'],
    [10_800, '3h'],
    [11_000, '3h3m'],
    [28_800, '8h'],
    [172_799, '47h'],
    [172_800, '2d'],
    [180_000, '2d2h'],
    [691_200, '8d'],
    [63_072_000, '2y'],
    [63_200_000, '2y1d'],
    [252_288_000, '8y'],
  ])('%i seconds ago are %s', (seconds, text) => {
    expect(age('2026-01-01T00:00:00Z', (1767225600n + BigInt(seconds)) * 1_000_000_000n)).toBe(text)
  })
})

test.each([
  [0n, '0'],
  [1000n, '1000'],
  [1024n, '1Ki'],
  [536_870_912n, '512Mi'],
  [2_147_483_648n, '2Gi'],
  [1_610_612_736n, '1536Mi'],
])('%s bytes are %s', (bytes, text) => {
  expect(quantity(bytes)).toBe(text)
})

describe('ids', () => {
  test('of firmwares are those that KubeVirt gives to VMs of the same name', () => {
    expect(firmwareUuid('testvm')).toBe('5a9fc181-957e-5c32-9e5a-2de5e9673531')
  })

  test('are UUIDs, the same for the same and different for others', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(uuidOf(a)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
        expect(uuidOf(a) === uuidOf(b)).toBe(a === b)
      }),
    )
  })
})
