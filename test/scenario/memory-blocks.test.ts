import { describe, expect, test } from 'vitest'
import { toMemoryConfig } from '../../src/scenario/memory-blocks.js'
import { load } from './vocabulary.js'

const MiB = 2n ** 20n

function range(from: number, to: number): bigint[] {
  return Array.from({ length: to - from + 1 }, (_, index) => BigInt(from + index))
}

function indexes(memory: Parameters<typeof toMemoryConfig>[0]): bigint[] {
  return toMemoryConfig(memory).blocks.map(({ index }) => index)
}

describe('blocks are numbered as measured on real guests', () => {
  test.each(['q35', 'pc'] as const)('2 GiB on %s: 0 to 15', machine => {
    expect(indexes({ size: '2GiB', machine })).toEqual(range(0, 15))
  })

  test('4 GiB on q35: 0 to 15 and 32 to 47', () => {
    expect(indexes({ size: '4GiB', machine: 'q35' })).toEqual([...range(0, 15), ...range(32, 47)])
  })

  test('4 GiB on pc: 0 to 23 and 32 to 39', () => {
    expect(indexes({ size: '4GiB', machine: 'pc' })).toEqual([...range(0, 23), ...range(32, 39)])
  })

  test('blocks of 2 GiB on q35: 1 is missing', () => {
    expect(indexes({ size: '62GiB' }).slice(0, 4)).toEqual([0n, 2n, 3n, 4n])
  })

  test('the memory splits at 2.75 GiB on q35 and at 3.5 GiB on pc', () => {
    expect(indexes({ size: '2688MiB' })).toEqual(range(0, 20))
    expect(indexes({ size: '2816MiB' })).toEqual([...range(0, 15), ...range(32, 37)])
    expect(indexes({ size: '3456MiB', machine: 'pc' })).toEqual(range(0, 26))
    expect(indexes({ size: '3584MiB', machine: 'pc' })).toEqual([...range(0, 23), ...range(32, 35)])
  })
})

describe('the size of a block follows the end of RAM as measured on q35', () => {
  test.each([
    ['2GiB', 128n, 16],
    ['61GiB', 128n, 488],
    ['62GiB', 2048n, 31],
    ['63GiB', 1024n, 63],
    ['64GiB', 2048n, 32],
    ['64768MiB', 256n, 253],
    ['68GiB', 2048n, 34],
  ])('%s: %s MiB, %s blocks', (size, blockSize, count) => {
    const memory = toMemoryConfig({ size })
    expect(memory.blockSize).toBe(blockSize * MiB)
    expect(memory.blocks).toHaveLength(count)
  })
})

test('a block size of 0 is a guest without memory hotplug', () => {
  expect(toMemoryConfig({ size: '1GiB', blockSize: 0 })).toEqual({ size: 1024n * MiB, blockSize: 0n, blocks: [] })
})

test('a block that the scenario names differs from the others', () => {
  const { blocks } = load({ memory: { size: '384MiB', blocks: { 1: { online: false, error: 'EBUSY' } } } }).guest.memory
  expect(blocks).toEqual([
    { index: 0n, online: true, canOffline: true },
    { index: 1n, online: false, canOffline: true, error: 'EBUSY' },
    { index: 2n, online: true, canOffline: true },
  ])
})
