/**
 * The Volume Shadow Copy Service, as far as a freeze needs it: it holds the writes to some volumes, for 10 s at most, and
 * lets go by itself then. Nobody is told of that until he asks it to let go.
 */
import type { OnChange } from '../changes.js'
import type { Clock, Timer } from '../clock.js'
import type { VssConfig } from './config.js'
import { labelOf, type Volume } from './volumes.js'

export interface VssSnapshot {
  /** The volumes of the snapshot set, by name; undefined: there is none. */
  readonly volumes: readonly string[] | undefined
  /** In nanoseconds of the guest; undefined: it has let go. */
  readonly heldSince: bigint | undefined
}

/** `at`: what the agent was about, "add C:\ to snapshot set"; `code`: the HRESULT. */
export class VssError extends Error {
  override readonly name = 'VssError'
  readonly at: string
  readonly code: number

  constructor(at: string, code: number) {
    super(`${at}: 0x${code.toString(16)}`)
    this.at = at
    this.code = code
  }
}

/** VSS_E_HOLD_WRITES_TIMEOUT */
export const HOLD_WRITES_TIMEOUT = 0x8004_2314

export class Vss {
  readonly config: VssConfig
  readonly #all: readonly Volume[]
  readonly #clock: Clock
  readonly #onChange: OnChange
  #volumes: readonly string[] | undefined
  #heldSince: bigint | undefined
  #timer: Timer | undefined

  constructor(config: VssConfig, volumes: readonly Volume[], clock: Clock, onChange: OnChange) {
    this.config = config
    this.#all = volumes
    this.#clock = clock
    this.#onChange = onChange
  }

  /** The volumes whose writes are held now, by name. */
  get held(): readonly string[] {
    return this.#heldSince === undefined ? [] : (this.#volumes ?? [])
  }

  /** From now on writes to these volumes are held. */
  hold(volumes: readonly Volume[]): void {
    this.release()
    this.#volumes = volumes.map(({ name }) => name)
    this.#heldSince = this.#clock.inGuest()
    this.#tell(true)
    this.#arm()
  }

  /** Ends the snapshot set, and gives the number of its volumes. Throws VssError when their writes are held no longer. */
  finish(): number {
    const volumes = this.#volumes ?? []
    const isTooLate = this.#volumes !== undefined && this.#heldSince === undefined
    this.abandon()
    if (isTooLate) throw new VssError('hold writes', HOLD_WRITES_TIMEOUT)
    return volumes.length
  }

  /** Writes go on; the snapshot set is lost, but nobody knows that yet. */
  release(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    if (this.#heldSince === undefined) return
    this.#tell(false)
    this.#heldSince = undefined
  }

  /** There is no snapshot set any more, and nobody to ask for it. */
  abandon(): void {
    this.release()
    this.#volumes = undefined
  }

  snapshot(): VssSnapshot {
    return { volumes: this.#volumes, heldSince: this.#heldSince }
  }

  /** The clock must have been restored before: it has forgotten the timer. */
  restore({ volumes, heldSince }: VssSnapshot): void {
    this.#volumes = volumes
    this.#heldSince = heldSince
    this.#timer = undefined
    if (heldSince !== undefined) this.#arm()
  }

  #arm(): void {
    const until = (this.#heldSince ?? 0n) + this.config.holds
    this.#timer = this.#clock.limit(until - this.#clock.inGuest(), () => this.release())
  }

  #tell(frozen: boolean): void {
    for (const name of this.#volumes ?? []) {
      const volume = this.#all.find(it => it.name === name)
      this.#onChange({ what: 'freeze', mount: volume === undefined ? name : labelOf(volume), frozen })
    }
  }
}
