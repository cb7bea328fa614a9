/**
 * What /proc/diskstats counts. Files are read from the disk once and then from memory, with what readahead takes along;
 * what is written goes to the disk half a minute later, or when somebody syncs or freezes. Every transfer takes a
 * millisecond: how long one takes is not simulated.
 */
import { type BlockDevice, blockDevices, findBlockDevice } from './block-devices.js'
import type { DiskConfig } from './config.js'
import { DISK_COUNTERS, type DiskCounters, NO_COUNTERS } from './disk-counters.js'
import type { Transfer } from './files/transfer.js'
import { type PageRange, PageRanges } from './page-ranges.js'

export interface DeviceStats extends BlockDevice {
  readonly counters: DiskCounters
}

export interface DiskStatsSnapshot {
  readonly counters: readonly (readonly [device: string, counters: DiskCounters])[]
  /** Pages in memory, by number of the file. */
  readonly cached: readonly (readonly [ino: number, pages: readonly PageRange[]])[]
  readonly dirty: readonly (readonly [ino: number, file: DirtySnapshot])[]
}

interface DirtySnapshot {
  readonly device: string
  /** Uptime at the first write, nanoseconds. */
  readonly since: bigint
  readonly pages: readonly PageRange[]
}

interface Dirty {
  readonly device: string
  readonly since: bigint
  readonly pages: PageRanges
}

const PAGE = 4096n
const SECTORS_PER_PAGE = 8n
const SECTOR = 512n
/** Pages of one transfer: what readahead asks for, 128 KiB, and as much at most for a write. */
const TRANSFER = 32
/** dirty_expire_centisecs, and the rhythm of dirty_writeback_centisecs. */
const EXPIRE = 30_000_000_000n
const RHYTHM = 5_000_000_000n
/** A file with so many dirty pages, 64 MiB, is written at once. */
const MOST_DIRTY = 16_384

export class DiskStats {
  readonly #disks: readonly DiskConfig[]
  readonly #uptime: () => bigint
  #counters: Map<string, DiskCounters>
  #cached = new Map<number, PageRanges>()
  #dirty = new Map<number, Dirty>()

  constructor(disks: readonly DiskConfig[], uptime: () => bigint) {
    this.#disks = disks
    this.#uptime = uptime
    this.#counters = new Map(
      blockDevices(disks).map(({ name, disk, partition }) => [name, (partition ?? disk).counters ?? NO_COUNTERS]),
    )
  }

  /** Every block device, in the order of /proc/diskstats. */
  list(): readonly DeviceStats[] {
    this.#settle()
    return blockDevices(this.#disks).map(device => ({
      ...device,
      counters: this.#counters.get(device.name) ?? NO_COUNTERS,
    }))
  }

  /** Bytes of a file were read or written; on a file system that lies on no disk nothing comes of it. */
  transferred({ source, ino, kind, offset, length, size }: Transfer): void {
    if (length === 0 || !this.#counters.has(source)) return
    this.#settle()
    const cached = this.#cached.get(ino) ?? new PageRanges()
    this.#cached.set(ino, cached)
    const start = Number(offset / PAGE)
    const end = pagesOf(offset + BigInt(length))
    if (kind === 'read') {
      const ahead = Math.min(Math.ceil(end / TRANSFER) * TRANSFER, pagesOf(size))
      for (const gap of cached.missing(start, ahead)) this.#count(source, 'read', gap)
      cached.add(start, ahead)
      return
    }
    cached.add(start, end)
    const dirty = this.#dirty.get(ino) ?? { device: source, since: this.#uptime(), pages: new PageRanges() }
    this.#dirty.set(ino, dirty)
    dirty.pages.add(start, end)
    if (dirty.pages.size >= MOST_DIRTY) this.#writeBack(ino, dirty)
  }

  /** The file is gone: what of it waits is never written. */
  forget(ino: number): void {
    this.#settle()
    this.#cached.delete(ino)
    this.#dirty.delete(ino)
  }

  /** What is in memory alone goes to the disk, of that device or (without one) of all, and the disks are flushed. */
  sync(source?: string): void {
    this.#settle()
    const waiting = [...this.#dirty].filter(([, { device }]) => source === undefined || device === source)
    for (const [ino, dirty] of waiting) this.#writeBack(ino, dirty)
    // The kernel counts flushes of whole disks alone.
    const disks = waiting.flatMap(([, { device }]) => this.#below(device)).filter(it => it.partition === undefined)
    for (const name of new Set(disks.map(disk => disk.name))) {
      this.#add(name, { flushIos: 1n, flushTicks: 1n, totalTicks: 1n, weightTicks: 1n })
    }
  }

  /** FITRIM told the disk that so many bytes are free. */
  discarded(source: string, bytes: bigint): void {
    if (bytes === 0n) return
    const done = { discardIos: 1n, discardSectors: bytes / SECTOR, discardTicks: 1n, totalTicks: 1n, weightTicks: 1n }
    for (const { name } of this.#below(source)) this.#add(name, done)
  }

  /** The guest has booted: nothing was counted yet, and nothing is in memory. */
  boot(): void {
    for (const name of this.#counters.keys()) this.#counters.set(name, NO_COUNTERS)
    this.#cached.clear()
    this.#dirty.clear()
  }

  snapshot(): DiskStatsSnapshot {
    return {
      counters: [...this.#counters],
      cached: [...this.#cached].map(([ino, pages]) => [ino, pages.all]),
      dirty: [...this.#dirty].map(([ino, dirty]) => [ino, { ...dirty, pages: dirty.pages.all }]),
    }
  }

  restore({ counters, cached, dirty }: DiskStatsSnapshot): void {
    this.#counters = new Map(counters)
    this.#cached = new Map(cached.map(([ino, pages]) => [ino, new PageRanges(pages)]))
    this.#dirty = new Map(dirty.map(([ino, file]) => [ino, { ...file, pages: new PageRanges(file.pages) }]))
  }

  /** Writes what has been waiting long enough. */
  #settle(): void {
    const now = this.#uptime()
    // They stand in the order in which they were first written to.
    for (const [ino, dirty] of this.#dirty) {
      const due = ((dirty.since + EXPIRE + RHYTHM - 1n) / RHYTHM) * RHYTHM
      if (due > now) return
      this.#writeBack(ino, dirty)
    }
  }

  #writeBack(ino: number, { device, pages }: Dirty): void {
    this.#dirty.delete(ino)
    for (const range of pages.all) this.#count(device, 'write', range)
  }

  #count(source: string, kind: 'read' | 'write', [start, end]: PageRange): void {
    const pages = BigInt(end - start)
    const ios = (pages + BigInt(TRANSFER) - 1n) / BigInt(TRANSFER)
    const sectors = pages * SECTORS_PER_PAGE
    const time = { totalTicks: ios, weightTicks: ios }
    const done =
      kind === 'read'
        ? { readIos: ios, readSectors: sectors, readTicks: ios, ...time }
        : { writeIos: ios, writeSectors: sectors, writeTicks: ios, ...time }
    for (const { name } of this.#below(source)) this.#add(name, done)
  }

  /** The device, its disk, and what these lie on; of several the first takes it all. */
  #below(source: string): readonly BlockDevice[] {
    const device = findBlockDevice(source, this.#disks)
    if (device === undefined) return []
    const { disk, partition } = device
    const [slave] = disk.slaves ?? []
    return [
      device,
      ...(partition === undefined ? [] : this.#below(disk.name)),
      ...(partition === undefined && slave !== undefined ? this.#below(slave) : []),
    ]
  }

  #add(name: string, more: Partial<DiskCounters>): void {
    const before = this.#counters.get(name)
    if (before === undefined) return
    const after = DISK_COUNTERS.map(counter => [counter, before[counter] + (more[counter] ?? 0n)])
    this.#counters.set(name, Object.fromEntries(after) as DiskCounters)
  }
}

function pagesOf(bytes: bigint): number {
  return Number((bytes + PAGE - 1n) / PAGE)
}
