/** What a Windows guest has besides what every guest has: volumes and their snapshots, accounts, time service. */
import type { GuestChange, OnChange } from '../changes.js'
import type { Guest } from '../guest.js'
import { zoneTimeAt } from '../timezone/posix-tz.js'
import { parseZone } from '../timezone/timezone.js'
import { Accounts, type AccountsSnapshot } from './accounts.js'
import type { WindowsConfig } from './config.js'
import { ProcessorQueue, type ProcessorQueueSnapshot } from './processor-queue.js'
import { Services, type ServicesSnapshot } from './services.js'
import { TimeService, type TimeServiceSnapshot } from './time-service.js'
import { type Volume, volumesOf } from './volumes.js'
import { Vss, type VssSnapshot } from './vss.js'

export interface WindowsSnapshot {
  readonly vss: VssSnapshot
  readonly accounts: AccountsSnapshot
  readonly queue: ProcessorQueueSnapshot
  readonly timeService: TimeServiceSnapshot
  readonly services: ServicesSnapshot
}

export class Windows {
  readonly config: WindowsConfig
  /** In the order in which Windows finds them. */
  readonly volumes: readonly Volume[]
  readonly vss: Vss
  readonly accounts: Accounts
  readonly timeService: TimeService
  readonly services: Services
  readonly queue: ProcessorQueue
  readonly #guest: Guest
  readonly #onChange: OnChange

  constructor(guest: Guest, config: WindowsConfig, onChange: OnChange) {
    this.#guest = guest
    this.#onChange = onChange
    this.config = config
    this.volumes = volumesOf(guest.config)
    this.vss = new Vss(config.vss, this.volumes, guest.clock, onChange)
    this.accounts = new Accounts(config.users, config.sessions, config.passwordPolicy, onChange)
    this.services = new Services(config.timeService.isRunning, onChange)
    this.timeService = new TimeService(config.timeService, {
      clock: guest.clock,
      interfaces: guest.interfaces,
      isRunning: () => this.services.isRunning('W32Time'),
      setClocks: to => this.setClocks(to),
    })
    this.queue = new ProcessorQueue(() => guest.clock.inGuest())
    this.#noteQueue()
  }

  /** The name that NetBIOS knows the computer by. */
  get computerName(): string {
    return this.#guest.hostname.split('.', 1).join('').toUpperCase().slice(0, 15)
  }

  /** The zone in force: its long name, and seconds east of UTC. */
  zone(): { name: string; offset: number } {
    const { clock, config } = this.#guest
    const zone = parseZone(config.clock.timezone)
    if (zone === undefined) return { name: this.config.timeZone.standard, offset: 0 }
    const { offset } = zoneTimeAt(zone, Number(clock.now() / 1_000_000_000n))
    const { standard, daylight } = this.config.timeZone
    return { name: offset === zone.standard.offset ? standard : daylight, offset }
  }

  /** SetSystemTime: sets system time and the hardware clock, in nanoseconds since the epoch. */
  setClocks(to: bigint): void {
    this.#guest.setTime(to)
    this.#guest.setRtc(to)
  }

  /** Bytes of a volume that are taken, as far as it can be asked. */
  space(volume: Volume): { used: bigint; total: bigint } {
    const { size, free } = this.#guest.files.statfs(volume.place)
    return { used: volume.kind === 'cdrom' ? size : size - free, total: size }
  }

  /** Those that a freeze of everything is about: of fixed drives, with or without a path. */
  get fixedVolumes(): readonly Volume[] {
    return this.volumes.filter(({ kind, fileSystem }) => kind === 'fixed' && fileSystem !== undefined)
  }

  /** As another program would that uses VSS, behind the back of the agent. */
  setFilesystems(what: 'freeze' | 'thaw'): void {
    if (what === 'thaw') this.vss.release()
    else this.vss.holdForOthers(this.fixedVolumes)
  }

  /** defrag.exe has told the disk what is free. */
  trimmed(volume: Volume): void {
    const { total, used } = this.space(volume)
    this.#onChange({ what: 'trim', mount: volume.path ?? volume.name, bytes: total - used })
  }

  /** Something has changed in the machine: a process more may want a processor. */
  heard({ what }: GuestChange): void {
    if (what === 'process-start' || what === 'process-end') this.#noteQueue()
  }

  /** The agent's process is gone, and with it the snapshot set that it had asked for. */
  agentEnded(): void {
    this.vss.abandon()
    this.queue.stop()
  }

  boot(): void {
    this.vss.boot()
    this.accounts.boot()
    this.timeService.boot()
    this.services.boot()
    this.queue.stop()
    this.#noteQueue()
  }

  snapshot(): WindowsSnapshot {
    return {
      vss: this.vss.snapshot(),
      accounts: this.accounts.snapshot(),
      queue: this.queue.snapshot(),
      timeService: this.timeService.snapshot(),
      services: this.services.snapshot(),
    }
  }

  restore({ vss, accounts, queue, timeService, services }: WindowsSnapshot): void {
    this.vss.restore(vss)
    this.accounts.restore(accounts)
    this.queue.restore(queue)
    this.timeService.restore(timeService)
    this.services.restore(services)
  }

  #noteQueue(): void {
    const { processes, vcpus, config } = this.#guest
    const running = (config.load?.running ?? 0) + processes.busyCount
    this.queue.setLength(Math.max(0, running - vcpus.list().length))
  }
}
