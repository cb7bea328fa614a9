/** A guest arrives in this QEMU from another one. */
import { QapiError } from '../qapi/errors.js'
import { parseMigrationAddress } from './migration-address.js'
import type { Arrivals } from './migration-transport.js'
import type { MigrationStatus, WayOptions } from './migration-way.js'

/** `uri`: where a guest is awaited, or was. */
export interface IncomingSnapshot {
  readonly status: MigrationStatus
  readonly uri?: string
}

export class IncomingMigration {
  readonly #options: WayOptions
  #status: MigrationStatus = 'none'
  /** Where a guest is awaited, or was. */
  #awaitedAt: string | undefined
  #arrivals: Arrivals | undefined

  constructor(options: WayOptions) {
    this.#options = options
  }

  /** How far one has come on its way in, and where it is awaited. */
  get state() {
    const isAwaited = this.#arrivals !== undefined && this.#status !== 'completed'
    return { status: this.#status, addresses: isAwaited ? (this.#arrivals?.addresses ?? []) : [] }
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

  /** QEMU's `migrate-incoming`: awaits a guest there. Throws QapiError. */
  listen(uri: string): void {
    if (this.#options.config.incoming === undefined) {
      throw new QapiError("'-incoming' was not specified on the command line")
    }
    if (this.#awaitedAt !== undefined) throw new QapiError('The incoming migration has already been started')
    this.#listen(uri, false)
  }

  /** Nobody is awaited any more. */
  drop(): void {
    this.#arrivals?.close()
    this.#arrivals = undefined
    this.#awaitedAt = undefined
    this.#status = 'none'
  }

  snapshot(): IncomingSnapshot {
    const status = this.#status === 'completed' ? this.#status : 'none'
    return { status, ...(this.#awaitedAt !== undefined && { uri: this.#awaitedAt }) }
  }

  /** Throws Error when nobody could be awaited where the snapshot says. */
  check({ status, uri }: IncomingSnapshot): void {
    if (uri === undefined || status === 'completed') return
    try {
      this.#options.transport.check(parseMigrationAddress(uri, 'in'))
    } catch (error) {
      if (!(error instanceof QapiError)) throw error
      throw new Error(`restore: the snapshot is of a VM that awaits a guest at ${uri}, where none can: ${error.desc}`)
    }
  }

  /** The run state has been put back already. */
  restore({ status, uri }: IncomingSnapshot): void {
    const { runState, config } = this.#options
    this.#status = status
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
    this.#status = status
    this.#options.emit({ type: 'migration', way: 'in', status, ...(error !== undefined && { error }) })
    if (this.#options.hasEvents()) this.#options.tell({ event: 'MIGRATION', data: { status } })
  }
}
