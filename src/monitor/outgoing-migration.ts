/** A guest leaves this QEMU for another one. */
import type { Timer } from '../guest/clock.js'
import { QapiError } from '../qapi/errors.js'
import { type MigrationAddress, parseMigrationAddress, UnknownProtocol } from './migration-address.js'
import type { Departure } from './migration-transport.js'
import type { MigrationStatus, WayOptions } from './migration-way.js'

/** As far as it has come; times on the monotonic clock, in nanoseconds. */
export interface MigrationProgress {
  readonly status: MigrationStatus
  readonly error?: string
  readonly passes: number
  readonly beganAt: bigint
  readonly activeAt?: bigint
  readonly stoppedAt?: bigint
  readonly endedAt?: bigint
}

export const NOT_BEGUN: MigrationProgress = { status: 'none', passes: 0, beganAt: 0n }

/** In these there is a migration. */
const IN_PROGRESS: ReadonlySet<MigrationStatus> = new Set(['setup', 'active', 'cancelling'])

export class OutgoingMigration {
  readonly #options: WayOptions
  #progress = NOT_BEGUN
  #departure: Departure | undefined
  #timer: Timer | undefined
  /** The time that it takes while the guest runs is over. */
  #isDue = false
  /** The other side has understood who comes. */
  #isExpected = false
  #isRetryPlanned = false

  constructor(options: WayOptions) {
    this.#options = options
  }

  /** How far the guest has come. */
  get progress(): MigrationProgress {
    return this.#progress
  }

  /** QEMU's `migrate`: sends the guest there, and returns at once. Throws QapiError. */
  start(uri: string, { resume = false } = {}): void {
    const { runState, clock, transport } = this.#options
    if (resume) throw new QapiError('Cannot resume if there is no paused migration')
    if (IN_PROGRESS.has(this.#progress.status)) throw new QapiError("There's a migration process in progress")
    if (runState.status === 'inmigrate') throw new QapiError('Guest is waiting for an incoming migration')
    if (runState.status === 'postmigrate') {
      throw new QapiError("Can't migrate the vm that was paused due to previous migration")
    }
    this.#progress = { status: 'setup', passes: 0, beganAt: clock.monotonic() }
    this.#isDue = false
    this.#isExpected = false
    this.#tellOut()
    const to = this.#reachable(uri)
    // Nothing comes of what is still told of one that is over.
    const heard = (run: () => void): void => {
      clock.sync()
      if (this.#departure === departure) run()
    }
    const departure = transport.connect(to, {
      connected: () => heard(() => this.#connected()),
      expected: () => heard(() => this.#expected()),
      loaded: () => heard(() => this.#completed()),
      failed: error => heard(() => this.#failed(error)),
      closed: () => heard(() => this.#closed()),
    })
    this.#departure = departure
  }

  /** QEMU's `migrate_cancel`: the guest stays, if it hasn't left yet. */
  cancel(): void {
    if (this.#progress.status !== 'setup' && this.#progress.status !== 'active') return
    this.#timer?.cancel()
    this.#move({ status: 'cancelling' })
    this.#tellOut()
    this.#departure?.abandon()
  }

  /** The agent has finished a command, or something was done to it: the guest may be able to leave now. */
  settle(): void {
    if (this.#progress.status !== 'active' || this.#isRetryPlanned) return
    this.#isRetryPlanned = true
    // Bytes that came together are still being read.
    queueMicrotask(() => {
      this.#isRetryPlanned = false
      this.#switchOver()
    })
  }

  /** What was on its way is no longer. */
  drop(): void {
    const departure = this.#departure
    this.#departure = undefined
    this.#timer?.cancel()
    this.#progress = NOT_BEGUN
    departure?.abandon()
  }

  /** Of one that is over: what is under way does not come back. */
  snapshot(): MigrationProgress {
    return IN_PROGRESS.has(this.#progress.status) ? NOT_BEGUN : this.#progress
  }

  /** The run state has been put back already. A guest that was leaving stays. */
  restore(progress: MigrationProgress): void {
    this.#progress = progress
    this.#options.runState.moving.stay()
  }

  #reachable(uri: string): MigrationAddress {
    try {
      return parseMigrationAddress(uri, 'out')
    } catch (error) {
      const desc = error instanceof QapiError && !(error instanceof UnknownProtocol) ? { error: error.desc } : {}
      this.#move({ status: 'failed', ...desc })
      this.#tellOut()
      throw error
    }
  }

  #connected(): void {
    const { clock, config } = this.#options
    if (this.#progress.status !== 'setup') return
    this.#move({ status: 'active', activeAt: clock.monotonic() })
    this.#pass()
    this.#tellOut()
    this.#after(config.migration.duration, () => {
      this.#isDue = true
      this.#switchOver()
    })
  }

  #expected(): void {
    this.#isExpected = true
    this.#switchOver()
  }

  /** The guest stops here, to go on there. */
  #switchOver(): void {
    const { runState, clock, config, isIdle } = this.#options
    if (this.#progress.status !== 'active' || runState.status === 'finish-migrate') return
    if (!this.#isDue || !this.#isExpected) return
    // What it has written meanwhile is sent once more.
    this.#pass()
    if (!isIdle()) return
    runState.moving.finishMigrate()
    this.#move({ stoppedAt: clock.monotonic() })
    this.#pass()
    const state = this.#options.depart()
    // It may be reset meanwhile, but nothing of it can be asked for.
    this.#after(config.migration.downtime, () => this.#departure?.send(isIdle() ? this.#options.depart() : state))
  }

  #completed(): void {
    if (this.#progress.status !== 'active' || this.#options.runState.status !== 'finish-migrate') return
    this.#departure = undefined
    this.#options.runState.moving.migrated(() => this.#end({ status: 'completed' }))
  }

  #failed(error: string): void {
    if (this.#progress.status === 'cancelling') return
    this.#departure = undefined
    this.#timer?.cancel()
    this.#end({ status: 'failed', error })
    this.#options.runState.moving.stay()
  }

  /** After all that was to be told. */
  #closed(): void {
    if (this.#progress.status !== 'cancelling') return
    this.#departure = undefined
    this.#options.runState.moving.stay()
    this.#end({ status: 'cancelled' })
  }

  #end(how: Partial<MigrationProgress>): void {
    this.#move({ ...how, endedAt: this.#options.clock.monotonic() })
    this.#tellOut()
  }

  /** At once, if it takes no time. */
  #after(duration: bigint, run: () => void): void {
    if (duration <= 0n) run()
    else this.#timer = this.#options.clock.outside(duration, run)
  }

  #pass(): void {
    this.#move({ passes: this.#progress.passes + 1 })
    if (this.#options.hasEvents())
      this.#options.tell({ event: 'MIGRATION_PASS', data: { pass: this.#progress.passes } })
  }

  #move(change: Partial<MigrationProgress>): void {
    this.#progress = { ...this.#progress, ...change }
  }

  #tellOut(): void {
    const { status, error } = this.#progress
    this.#options.emit({ type: 'migration', way: 'out', status, ...(error !== undefined && { error }) })
    if (this.#options.hasEvents()) this.#options.tell({ event: 'MIGRATION', data: { status } })
  }
}
