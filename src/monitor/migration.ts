/** Live migration: a guest leaves this QEMU for another one, or arrives from one. How far it has come, and who is told. */
import type { Clock, Timer } from '../guest/clock.js'
import { QapiError } from '../qapi/errors.js'
import type { QemuEvent } from './events.js'
import { type MigrationAddress, parseMigrationAddress, UnknownProtocol } from './migration-address.js'
import type { MigrationTraceEvent } from './migration-events.js'
import { MigrationSettings, type MigrationSettingsSnapshot } from './migration-settings.js'
import type { Arrivals, Departure, MigrationTransport } from './migration-transport.js'
import type { QemuConfig } from './qemu-config.js'
import type { RunState } from './run-state.js'

export type MigrationStatus = 'none' | 'setup' | 'active' | 'completed' | 'failed' | 'cancelling' | 'cancelled'

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

export interface MigrationSnapshot {
  readonly settings: MigrationSettingsSnapshot
  /** Of one that is over: what is under way does not come back. */
  readonly progress: MigrationProgress
  /** `uri`: where a guest is awaited, or was. */
  readonly incoming: { readonly status: MigrationStatus; readonly uri?: string }
}

export interface MigrationOptions {
  readonly config: QemuConfig
  readonly clock: Clock
  readonly runState: RunState
  readonly transport: MigrationTransport
  /** For the monitors. */
  tell(event: QemuEvent): void
  /** For the trace. */
  emit(event: MigrationTraceEvent): void
  /** Whether all of the guest can be taken along now: nothing of it is in the middle of a command. */
  isIdle(): boolean
  /** All of a guest that stands still, as plain data. */
  depart(): unknown
  /** Takes over what `depart` gave there; `completed` is called before the guest does anything. Throws for other things. */
  arrive(state: unknown, completed: () => void): void
}

const NOT_BEGUN: MigrationProgress = { status: 'none', passes: 0, beganAt: 0n }

/** In these there is a migration. */
const IN_PROGRESS: ReadonlySet<MigrationStatus> = new Set(['setup', 'active', 'cancelling'])

export class Migration {
  readonly settings = new MigrationSettings()
  readonly #options: MigrationOptions
  #out = NOT_BEGUN
  #departure: Departure | undefined
  #timer: Timer | undefined
  /** The time that it takes while the guest runs is over. */
  #isDue = false
  /** The other side has understood who comes. */
  #isExpected = false
  #isRetryPlanned = false
  #incoming: MigrationStatus = 'none'
  /** Where a guest is awaited, or was. */
  #awaitedAt: string | undefined
  #arrivals: Arrivals | undefined

  constructor(options: MigrationOptions) {
    this.#options = options
  }

  /** Listens where -incoming says. Throws where that can't be. */
  begin(): void {
    const { incoming } = this.#options.config
    if (incoming === undefined || incoming === 'defer') return
    try {
      this.#listen(incoming, true)
    } catch (error) {
      throw error instanceof QapiError ? new Error(`qemu.incoming: ${error.desc}`) : error
    }
  }

  /** How far the guest has come on its way out. */
  get progress(): MigrationProgress {
    return this.#out
  }

  /** How far one has come on its way in, and where it is awaited. */
  get incoming() {
    const isAwaited = this.#arrivals !== undefined && this.#incoming !== 'completed'
    return { status: this.#incoming, addresses: isAwaited ? (this.#arrivals?.addresses ?? []) : [] }
  }

  /** QEMU's `migrate`: sends the guest there, and returns at once. Throws QapiError. */
  start(uri: string, { resume = false } = {}): void {
    const { runState, clock, transport } = this.#options
    if (resume) throw new QapiError('Cannot resume if there is no paused migration')
    if (IN_PROGRESS.has(this.#out.status)) throw new QapiError("There's a migration process in progress")
    if (runState.status === 'inmigrate') throw new QapiError('Guest is waiting for an incoming migration')
    if (runState.status === 'postmigrate') {
      throw new QapiError("Can't migrate the vm that was paused due to previous migration")
    }
    this.#out = { status: 'setup', passes: 0, beganAt: clock.monotonic() }
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
    if (this.#out.status !== 'setup' && this.#out.status !== 'active') return
    this.#timer?.cancel()
    this.#progress({ status: 'cancelling' })
    this.#tellOut()
    this.#departure?.abandon()
  }

  /** QEMU's `migrate-incoming`: awaits a guest there. Throws QapiError. */
  listen(uri: string): void {
    if (this.#options.config.incoming === undefined) {
      throw new QapiError("'-incoming' was not specified on the command line")
    }
    if (this.#awaitedAt !== undefined) throw new QapiError('The incoming migration has already been started')
    this.#listen(uri, false)
  }

  /** The agent has finished a command, or something was done to it: the guest may be able to leave now. */
  settle(): void {
    if (this.#out.status !== 'active' || this.#isRetryPlanned) return
    this.#isRetryPlanned = true
    // Bytes that came together are still being read.
    queueMicrotask(() => {
      this.#isRetryPlanned = false
      this.#switchOver()
    })
  }

  /** What was on its way is no longer: QEMU has ended, or the VM was put back to a snapshot. */
  drop(): void {
    const departure = this.#departure
    this.#departure = undefined
    this.#timer?.cancel()
    this.#out = NOT_BEGUN
    departure?.abandon()
    this.#arrivals?.close()
    this.#arrivals = undefined
    this.#awaitedAt = undefined
    this.#incoming = 'none'
  }

  snapshot(): MigrationSnapshot {
    const status = this.#incoming === 'completed' ? this.#incoming : 'none'
    return {
      settings: this.settings.snapshot(),
      progress: IN_PROGRESS.has(this.#out.status) ? NOT_BEGUN : this.#out,
      incoming: { status, ...(this.#awaitedAt !== undefined && { uri: this.#awaitedAt }) },
    }
  }

  /** Throws Error when nobody could be awaited where the snapshot says. */
  check({ incoming: { status, uri } }: MigrationSnapshot): void {
    if (uri === undefined || status === 'completed') return
    try {
      this.#options.transport.check(parseMigrationAddress(uri, 'in'))
    } catch (error) {
      if (!(error instanceof QapiError)) throw error
      throw new Error(`restore: the snapshot is of a VM that awaits a guest at ${uri}, where none can: ${error.desc}`)
    }
  }

  /** The run state has been put back already. A guest that was leaving stays. */
  restore({ settings, progress, incoming: { status, uri } }: MigrationSnapshot): void {
    const { runState, config } = this.#options
    this.drop()
    this.settings.restore(settings)
    this.#out = progress
    this.#incoming = status
    runState.moving.stay()
    if (status === 'completed') this.#awaitedAt = uri
    else if (uri !== undefined && runState.status === 'inmigrate') {
      try {
        this.#listen(uri, uri === config.incoming)
      } catch (error) {
        if (!(error instanceof QapiError)) throw error
        // Somebody has got there since it was looked at.
        runState.fail([error.desc])
      }
    }
  }

  /** Removes the socket file at once, for exit handlers. */
  unlinkNow(): void {
    this.#arrivals?.unlinkNow()
  }

  /** Whether clients want to hear how it goes. */
  get #hasEvents(): boolean {
    return this.settings.capabilities.has('events')
  }

  #reachable(uri: string): MigrationAddress {
    try {
      return parseMigrationAddress(uri, 'out')
    } catch (error) {
      const desc = error instanceof QapiError && !(error instanceof UnknownProtocol) ? { error: error.desc } : {}
      this.#progress({ status: 'failed', ...desc })
      this.#tellOut()
      throw error
    }
  }

  #connected(): void {
    const { clock, config } = this.#options
    if (this.#out.status !== 'setup') return
    this.#progress({ status: 'active', activeAt: clock.monotonic() })
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
    if (this.#out.status !== 'active' || runState.status === 'finish-migrate') return
    if (!this.#isDue || !this.#isExpected) return
    // What it has written meanwhile is sent once more.
    this.#pass()
    if (!isIdle()) return
    runState.moving.finishMigrate()
    this.#progress({ stoppedAt: clock.monotonic() })
    this.#pass()
    const state = this.#options.depart()
    // It may be reset meanwhile, but nothing of it can be asked for.
    this.#after(config.migration.downtime, () => this.#departure?.send(isIdle() ? this.#options.depart() : state))
  }

  #completed(): void {
    if (this.#out.status !== 'active' || this.#options.runState.status !== 'finish-migrate') return
    this.#departure = undefined
    this.#options.runState.moving.migrated(() => this.#end({ status: 'completed' }))
  }

  #failed(error: string): void {
    if (this.#out.status === 'cancelling') return
    this.#departure = undefined
    this.#timer?.cancel()
    this.#end({ status: 'failed', error })
    this.#options.runState.moving.stay()
  }

  /** After all that was to be told. */
  #closed(): void {
    if (this.#out.status !== 'cancelling') return
    this.#departure = undefined
    this.#options.runState.moving.stay()
    this.#end({ status: 'cancelled' })
  }

  #end(how: Partial<MigrationProgress>): void {
    this.#progress({ ...how, endedAt: this.#options.clock.monotonic() })
    this.#tellOut()
  }

  /** At once, if it takes no time. */
  #after(duration: bigint, run: () => void): void {
    if (duration <= 0n) run()
    else this.#timer = this.#options.clock.outside(duration, run)
  }

  #pass(): void {
    this.#progress({ passes: this.#out.passes + 1 })
    if (this.#hasEvents) this.#options.tell({ event: 'MIGRATION_PASS', data: { pass: this.#out.passes } })
  }

  #progress(change: Partial<MigrationProgress>): void {
    this.#out = { ...this.#out, ...change }
  }

  #tellOut(): void {
    const { status, error } = this.#out
    this.#options.emit({ type: 'migration', way: 'out', status, ...(error !== undefined && { error }) })
    if (this.#hasEvents) this.#options.tell({ event: 'MIGRATION', data: { status } })
  }

  #listen(uri: string, isAtStart: boolean): void {
    const { transport, runState, tell, clock } = this.#options
    // Whether or not anybody has asked for these events.
    tell({ event: 'MIGRATION', data: { status: 'setup' } })
    const at = parseMigrationAddress(uri, 'in')
    const arrivals: Arrivals = transport.listen(at, {
      began: () => this.#tellIn('active'),
      arrived: (state, accept) => {
        clock.sync()
        this.#arrived(state, accept)
      },
      failed: log => {
        clock.sync()
        if (this.#arrivals === arrivals) this.#fail(log)
      },
      notBound: error => {
        if (this.#arrivals !== arrivals) return
        this.#arrivals = undefined
        this.#awaitedAt = undefined
        this.#options.emit({ type: 'migration', way: 'in', status: 'failed', error })
        if (isAtStart) runState.fail([error])
      },
    })
    this.#arrivals = arrivals
    this.#awaitedAt = uri
    this.#options.emit({ type: 'migration', way: 'in', status: 'setup' })
  }

  #arrived(state: unknown, accept: () => void): void {
    const { arrive } = this.#options
    try {
      arrive(state, () => {
        accept()
        this.#arrivals?.close()
        this.#tellIn('completed')
      })
    } catch (error) {
      this.#fail([`error while loading state: ${error instanceof Error ? error.message : String(error)}`])
    }
  }

  /** The process has no guest, and nobody to wait for. */
  #fail(log: readonly string[]): void {
    const lines = [...log, 'load of migration failed: Invalid argument']
    this.#tellIn('failed', lines[0])
    this.#options.runState.fail(lines)
  }

  #tellIn(status: MigrationStatus, error?: string): void {
    this.#options.clock.sync()
    this.#incoming = status
    this.#options.emit({ type: 'migration', way: 'in', status, ...(error !== undefined && { error }) })
    if (this.#hasEvents) this.#options.tell({ event: 'MIGRATION', data: { status } })
  }
}
