import { expect, test } from 'vitest'
import type { DiskConfig } from '../../src/guest/config.js'
import { DiskStats } from '../../src/guest/disk-stats.js'

const KIB = 1024n
const place = { busType: 'virtio', bus: 0, target: 0, unit: 0, size: 1n << 30n } as const

const disks: readonly DiskConfig[] = [
  { ...place, name: 'vda', major: 254, minor: 0, partitions: [{ name: 'vda1', size: 1n << 29n }] },
  { ...place, name: 'dm-0', busType: 'virtual', major: 253, minor: 0, partitions: [], slaves: ['vda1'] },
]

function make() {
  const time = { now: 0n }
  const stats = new DiskStats(disks, () => time.now)
  const of = (device: string) => {
    const { readIos, readSectors, writeIos, writeSectors, flushIos } =
      stats.list().find(({ name }) => name === device)?.counters ?? ({} as never)
    return { reads: [readIos, readSectors], writes: [writeIos, writeSectors], flushIos }
  }
  const transfer = (kind: 'read' | 'write', offset: bigint, length: number, ino = 12) =>
    stats.transferred({ source: 'dm-0', ino, kind, offset, length, size: 1024n * KIB })
  return { time, stats, of, transfer }
}

test('what a volume does its partition and its disk do', () => {
  const { of, transfer, stats } = make()
  transfer('write', 0n, 1)
  stats.sync('dm-0')
  const written = { reads: [0n, 0n], writes: [1n, 8n] }
  expect(of('dm-0')).toEqual({ ...written, flushIos: 1n })
  expect(of('vda1')).toEqual({ ...written, flushIos: 0n })
  expect(of('vda')).toEqual({ ...written, flushIos: 1n })
})

test('a large read takes several transfers, and what was written needs none', () => {
  const { of, transfer } = make()
  transfer('write', 0n, 4096)
  transfer('read', 0n, 300 * 1024)
  // 384 KiB with what readahead takes along, less the page in memory.
  expect(of('dm-0').reads).toEqual([3n, 760n])
  transfer('read', 0n, 300 * 1024)
  expect(of('dm-0').reads).toEqual([3n, 760n])
})

test('a page that is written many times in half a minute is written to the disk once', () => {
  const { of, transfer, time } = make()
  for (let second = 0n; second < 20n; second++) {
    time.now = second * 1_000_000_000n
    transfer('write', second, 1)
  }
  time.now = 29_999_999_999n
  expect(of('dm-0').writes).toEqual([0n, 0n])
  time.now = 30_000_000_000n
  expect(of('dm-0').writes).toEqual([1n, 8n])
})

test('much that is written does not wait', () => {
  const { of, transfer } = make()
  for (let mib = 0n; mib < 64n; mib++) transfer('write', mib << 20n, 1 << 20)
  expect(of('dm-0').writes).toEqual([512n, 131_072n])
})

test('what was written to a file that is gone by then is never written', () => {
  const { of, transfer, stats, time } = make()
  transfer('write', 0n, 4096)
  stats.forget(12)
  time.now = 60_000_000_000n
  expect(of('dm-0').writes).toEqual([0n, 0n])
  transfer('write', 0n, 4096)
  time.now = 120_000_000_000n
  stats.forget(12)
  expect(of('dm-0').writes).toEqual([1n, 8n])
  expect(stats.snapshot()).toMatchObject({ cached: [], dirty: [] })
})

test('a sync with nothing to write flushes nothing', () => {
  const { of, stats } = make()
  stats.sync()
  expect(of('dm-0').flushIos).toBe(0n)
})
