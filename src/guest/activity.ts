/** What the kernel counts of the work that is done: load, time of processors, transfers of disks. */
import type { GuestChange } from './changes.js'
import type { Clock } from './clock.js'
import type { GuestConfig } from './config.js'
import { CpuTimes, type CpuTimesSnapshot, NO_TIME } from './cpu-times.js'
import { DiskStats, type DiskStatsSnapshot } from './disk-stats.js'
import { LoadAverage, type LoadAverageSnapshot } from './load-average.js'
import type { Mounts } from './mounts.js'
import type { Process, Processes } from './processes.js'
import type { Vcpus } from './vcpus.js'

export interface ActivitySnapshot {
  readonly load: LoadAverageSnapshot
  readonly cpus: CpuTimesSnapshot
  readonly disks: DiskStatsSnapshot
  /** What a program that runs since the boot had got of a processor when these began, by pid; nanoseconds. */
  readonly begun: readonly (readonly [pid: number, share: bigint])[]
}

interface Machine {
  readonly config: GuestConfig
  readonly clock: Clock
  readonly processes: Processes
  readonly vcpus: Vcpus
  readonly mounts: Mounts
}

export class Activity {
  readonly load: LoadAverage
  readonly cpus: CpuTimes
  readonly disks: DiskStats
  readonly #machine: Machine
  #begun = new Map<number, bigint>()

  constructor(machine: Machine) {
    const { config, clock } = machine
    const uptime = () => clock.uptime()
    this.#machine = machine
    this.load = new LoadAverage(config.load?.averages ?? [0, 0, 0], uptime)
    const idle = { ...NO_TIME, idle: uptime() }
    this.cpus = new CpuTimes(
      config.vcpus.map(({ times = idle, online }) => ({ times, online })),
      uptime,
    )
    this.disks = new DiskStats(config.disks, uptime)
    this.#noteRunning()
    machine.processes.onLoad(() => this.#noteRunning())
  }

  /** Something has changed in the machine. */
  heard(change: GuestChange): void {
    switch (change.what) {
      case 'process-start':
        this.#begun.set(change.pid, this.cpus.share)
        this.#noteRunning()
        return
      case 'process-end':
        this.#begun.delete(change.pid)
        this.#noteRunning()
        return
      case 'vcpu':
        this.#noteRunning()
        return
      case 'freeze':
        if (change.frozen) this.disks.sync(this.#sourceOf(change.mount))
        return
      case 'trim':
        this.disks.discarded(this.#sourceOf(change.mount), change.bytes)
        return
    }
  }

  /** Time of processors that a program has had, in nanoseconds: none if it sleeps. */
  userTime({ pid, isBusy }: Process): bigint {
    return isBusy ? this.cpus.share - (this.#begun.get(pid) ?? 0n) : 0n
  }

  /** The guest has booted, and all of its other parts have. */
  boot(): void {
    this.#begun.clear()
    this.load.boot()
    this.cpus.boot()
    this.disks.boot()
    this.#noteRunning()
  }

  snapshot(): ActivitySnapshot {
    const begun = [...this.#begun]
    return { load: this.load.snapshot(), cpus: this.cpus.snapshot(), disks: this.disks.snapshot(), begun }
  }

  restore({ load, cpus, disks, begun }: ActivitySnapshot): void {
    this.#begun = new Map(begun)
    this.load.restore(load)
    this.cpus.restore(cpus)
    this.disks.restore(disks)
  }

  #noteRunning(): void {
    const { config, processes, vcpus } = this.#machine
    const others = config.load?.running ?? 0
    this.load.setRunning(others + processes.busyCount)
    // Who waits for a disk needs no processor.
    this.cpus.setRunning(
      others + processes.runningCount,
      vcpus.list().map(({ online }) => online),
    )
  }

  #sourceOf(path: string): string {
    return this.#machine.mounts.table.findLast(mount => mount.path === path)?.source ?? ''
  }
}
