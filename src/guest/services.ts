/** systemd's units: which there are, what runs for them, and what becomes of them when they are started and stopped. */
import type { GuestChange, OnChange } from './changes.js'
import type { Guest } from './guest.js'
import type { Ending, Process } from './processes.js'
import { Transitions } from './services/transitions.js'
import { type Unit, type UnitConfig, unitName } from './services/unit.js'
import { UnitError } from './services/unit-error.js'
import { unlinkMask, writeUnitLinks } from './services/unit-links.js'
import { groupOf } from './services/unit-processes.js'
import { type ServicesSnapshot, Units } from './services/units.js'
import { Waiters } from './waiters.js'

export type { Unit } from './services/unit.js'
export { UnitError } from './services/unit-error.js'
export type { ServicesSnapshot } from './services/units.js'

type Machine = Pick<
  Guest,
  'config' | 'clock' | 'processes' | 'journal' | 'mounts' | 'users' | 'files' | 'tasks' | 'hostname' | 'agentPid'
>

export class Services {
  readonly #machine: Machine
  readonly #units: Units
  readonly #transitions: Transitions
  /** Told when a unit is otherwise than before. */
  readonly changed = new Waiters()

  constructor(machine: Machine, onChange: OnChange) {
    this.#machine = machine
    this.#units = new Units(machine)
    this.#transitions = new Transitions(
      machine,
      this.#units,
      unit => this.processesOf(unit),
      change => {
        onChange(change)
        this.changed.wake()
      },
    )
    this.boot()
  }

  /** All that systemd has loaded, by name. */
  list(): readonly Unit[] {
    return this.#units.list()
  }

  /** The unit of that name or alias; "ssh" is ssh.service. Undefined for one that there is not. */
  get(text: string): Unit | undefined {
    return this.#units.get(text)
  }

  /** The processes of its control group, the main one first. */
  processesOf(unit: Unit): readonly Process[] {
    const { processes, users } = this.#machine
    if (unit.mainPid === undefined) return []
    return groupOf(unit.mainPid, processes, new Set(users.sessions().map(({ pid }) => pid)))
  }

  /** Throws UnitError. Nothing happens to one that is active. */
  start(text: string): void {
    const unit = this.#units.known(text)
    if (unit.load === 'masked' || unit.load === 'not-found') throw new UnitError(unit.load, unit.name)
    if (unit.active === 'active' || unit.active === 'activating' || unit.isQueued) return
    this.#transitions.start(unit)
  }

  /** Throws UnitError. Nothing happens to one that isn't active. */
  stop(text: string): void {
    const unit = this.get(text)
    if (unit === undefined) throw new UnitError('not-loaded', unitName(text))
    if (unit.isQueued) this.#units.change(unit.name, { isQueued: undefined })
    if (unit.active === 'inactive' || unit.active === 'failed') return
    this.#transitions.stop(unit)
  }

  restart(text: string): void {
    const unit = this.#units.known(text)
    if (unit.load === 'masked' || unit.load === 'not-found') throw new UnitError(unit.load, unit.name)
    const isUp = unit.active !== 'inactive' && unit.active !== 'failed'
    const dependents = isUp ? this.#transitions.dependentsOf(unit) : []
    if (isUp) this.#transitions.stop(unit)
    for (const { name } of [unit, ...dependents]) {
      const now = this.#units.known(name)
      if (now.active === 'deactivating') this.#units.change(name, { startsAgain: true })
      else if (!now.isQueued) this.#transitions.start(now)
    }
  }

  reload(text: string): void {
    const unit = this.#units.known(text)
    if (!unit.canReload) throw new UnitError('not-applicable', unit.name)
    if (unit.active !== 'active') throw new UnitError('inactive', unit.name)
    this.#transitions.reload(unit)
  }

  /** Whether anything changed. Throws UnitError `not-found`. */
  setFileState(text: string, fileState: 'enabled' | 'disabled' | 'masked'): boolean {
    const unit = this.#units.known(text)
    const { files } = this.#machine
    if (unit.fileState === fileState) {
      // Some of its links may be gone all the same.
      if (fileState === 'enabled') writeUnitLinks(files, unit, fileState)
      return false
    }
    this.#units.change(unit.name, { fileState })
    writeUnitLinks(files, unit, fileState)
    return true
  }

  /** Takes back a mask: it is as its file says. */
  unmask(text: string): boolean {
    const unit = this.#units.known(text)
    if (unit.fileState !== 'masked') return false
    unlinkMask(this.#machine.files, unit.name)
    const original = this.#units.config(unit.name)?.fileState ?? 'disabled'
    this.#units.change(unit.name, { fileState: original === 'masked' ? 'disabled' : original })
    return true
  }

  /** Of that unit, or of all. */
  resetFailed(text?: string): void {
    if (text !== undefined && this.get(text) === undefined) throw new UnitError('not-loaded', unitName(text))
    const units = text === undefined ? this.list() : [this.#units.known(text)]
    for (const { name, active } of units) {
      this.#units.change(name, { restarts: 0, result: 'success' })
      if (active === 'failed') this.#transitions.become(name, 'inactive', 'dead')
    }
  }

  /** Makes a unit known: one that systemd-run makes, or of a file that was written since. */
  add(config: UnitConfig): void {
    this.#units.add(config)
  }

  /** Nothing is known of it any more. */
  remove(name: string): void {
    this.#units.forget(name)
  }

  /** What is enabled or masked, as links in the guest's files have it. */
  readLinks(): void {
    this.#units.readLinks()
  }

  /** daemon-reload: files of units that were written since, or changed, or are gone. */
  reloadFiles(): void {
    this.#units.reloadFiles()
  }

  /** A process has ended: if it was the main one of a unit, that has failed, or ends, or is started again. */
  heard(change: GuestChange): void {
    if (change.what !== 'process-end') return
    const ended = [...this.#units.states].find(([, { mainPid, controlPid }]) =>
      [mainPid, controlPid].includes(change.pid),
    )
    const unit = ended && this.get(ended[0])
    if (unit === undefined || (unit.active === 'deactivating' && unit.exec === undefined)) return
    const ending: Ending = change.signal === undefined ? { exitCode: change.exitCode ?? 0 } : { signal: change.signal }
    this.#transitions.ended(unit, change.pid, ending)
  }

  /** The guest has booted: what the scenario says runs, and what was enabled since. */
  boot(): void {
    const { clock } = this.#machine
    this.#transitions.forgetTimers()
    this.#units.boot(this.#machine)
    for (const [name, { active, sub, mainPid, fileState }] of this.#units.states) {
      if (active === 'active' && sub === 'running' && mainPid === undefined) this.#transitions.launch(name)
      if (fileState !== 'enabled' || this.#units.config(name)?.exec === undefined) continue
      const startedAt = clock.inGuest()
      this.#units.change(name, { active: 'activating', sub: 'start', startedAt })
      this.#transitions.finishAt(name, startedAt)
    }
  }

  snapshot(): ServicesSnapshot {
    return this.#units.snapshot()
  }

  restore(snapshot: ServicesSnapshot): void {
    this.#transitions.forgetTimers()
    this.#units.restore(snapshot)
    for (const [name, { startedAt }] of snapshot.states) {
      if (startedAt !== undefined) this.#transitions.finishAt(name, startedAt)
    }
  }
}
