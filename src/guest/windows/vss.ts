/**
 * The Volume Shadow Copy Service, as far as a freeze needs it. One program at a time makes a snapshot set: the agent, or
 * another one, a backup product say.
 */
import type { OnChange } from '../changes.js'
import type { Clock } from '../clock.js'
import type { VssConfig } from './config.js'
import { SnapshotSet, type SnapshotSetState } from './snapshot-set.js'
import { labelOf, type Volume } from './volumes.js'

export interface VssSnapshot {
  readonly agents: SnapshotSetState
  readonly others: SnapshotSetState
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
/** VSS_E_SNAPSHOT_SET_IN_PROGRESS */
const SET_IN_PROGRESS = 0x8004_2316

export class Vss {
  readonly config: VssConfig
  readonly #agents: SnapshotSet
  readonly #others: SnapshotSet

  constructor(config: VssConfig, volumes: readonly Volume[], clock: Clock, onChange: OnChange) {
    this.config = config
    const tell = (names: readonly string[], frozen: boolean) => {
      for (const name of names) {
        const volume = volumes.find(it => it.name === name)
        onChange({ what: 'freeze', mount: volume === undefined ? name : labelOf(volume), frozen })
      }
    }
    this.#agents = new SnapshotSet({ clock, holds: config.holds, onChange: tell })
    this.#others = new SnapshotSet({ clock, holds: config.holds, onChange: tell })
  }

  /** The volumes whose writes are held now, by name, whoever asked for it. */
  get held(): readonly string[] {
    return [...this.#agents.held, ...this.#others.held]
  }

  /** Throws VssError while another program makes a snapshot set. */
  assertFree(): void {
    if (this.#others.isInProgress) throw new VssError('failed to start snapshot set', SET_IN_PROGRESS)
  }

  /** The agent's snapshot set begins: nobody else's can until it is through. */
  begin(volumes: readonly Volume[]): void {
    this.#agents.begin(volumes.map(({ name }) => name))
  }

  /** From now on writes to the volumes of the agent's set are held. */
  hold(): void {
    this.#agents.hold()
  }

  /** Ends the agent's set, and gives the number of its volumes. Throws VssError when their writes are held no longer. */
  finish(): number {
    const { isLost } = this.#agents
    const count = this.#agents.abandon()
    if (isLost && count > 0) throw new VssError('hold writes', HOLD_WRITES_TIMEOUT)
    return count
  }

  /** The agent has no snapshot set any more, and nobody asks for it. */
  abandon(): void {
    this.#agents.abandon()
  }

  /** Another program freezes these volumes, if nobody else is at it. */
  holdForOthers(volumes: readonly Volume[]): void {
    if (this.#agents.isInProgress) return
    this.#others.begin(volumes.map(({ name }) => name))
    this.#others.hold()
  }

  /** Lets everybody's writes go on: the agent finds out when it thaws. */
  release(): void {
    this.#agents.release()
    this.#others.abandon()
  }

  boot(): void {
    this.#agents.abandon()
    this.#others.abandon()
  }

  snapshot(): VssSnapshot {
    return { agents: this.#agents.snapshot(), others: this.#others.snapshot() }
  }

  /** The clock must have been restored before: it has forgotten the timers. */
  restore({ agents, others }: VssSnapshot): void {
    this.#agents.restore(agents)
    this.#others.restore(others)
  }
}
