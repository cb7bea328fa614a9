/** The units there are, and how each stands. */
import type { GuestConfig } from '../config.js'
import type { Files } from '../files/files.js'
import type { Mounts } from '../mounts.js'
import { bootStates, fresh } from './boot-states.js'
import { readUnitFile, unitFileNames } from './read-unit-file.js'
import { placed, systemdUnits } from './systemd-units.js'
import { type FileState, type Unit, type UnitConfig, type UnitExec, type UnitState, unitName } from './unit.js'
import { UnitError } from './unit-error.js'
import { isBelowUnitFolder, unitFileText } from './unit-file.js'

export interface ServicesSnapshot {
  readonly states: readonly (readonly [name: string, state: UnitState])[]
  /** Units that no file of the scenario has: what systemd-run has started, and files written since. */
  readonly added: readonly UnitConfig[]
}

interface Surroundings {
  readonly config: GuestConfig
  readonly mounts: Mounts
  readonly files: Files
}

export class Units {
  readonly #machine: Surroundings
  readonly #units = new Map<string, UnitConfig>()
  /** Those that the scenario has, or systemd itself. */
  readonly #given = new Map<string, UnitConfig>()
  readonly #states = new Map<string, UnitState>()
  #added: UnitConfig[] = []

  constructor(machine: Surroundings) {
    this.#machine = machine
    this.#know()
  }

  get states(): ReadonlyMap<string, UnitState> {
    return this.#states
  }

  /** As its file has it. */
  config(name: string): UnitConfig | undefined {
    return this.#units.get(name)
  }

  /** All that systemd has loaded, by name. */
  list(): readonly Unit[] {
    return [...this.#units.keys()].sort().flatMap(name => this.get(name) ?? [])
  }

  /** The unit of that name or alias; "ssh" is ssh.service. Undefined for one that there is not. */
  get(text: string): Unit | undefined {
    const name = unitName(text)
    const known = this.#units.get(name) ?? [...this.#units.values()].find(({ aliases }) => aliases.includes(name))
    const config = known ?? this.#load(name)
    const state = config && this.#states.get(config.name)
    if (config === undefined || state === undefined) return undefined
    const { since: _, ...rest } = config
    return { ...rest, ...state, load: loadOf(state.fileState, config.refusal) }
  }

  /** Throws UnitError `not-found`. */
  known(text: string): Unit {
    const unit = this.get(text)
    if (unit === undefined) throw new UnitError('not-found', unitName(text))
    return unit
  }

  /** Makes a unit known: one that systemd-run makes, or of a file that was written since. */
  add(config: UnitConfig): void {
    const before = this.#states.get(config.name)
    this.#added = [...this.#added.filter(({ name }) => name !== config.name), config]
    this.#units.set(config.name, config)
    if (before === undefined) this.#states.set(config.name, fresh(config, 'inactive', 'dead'))
  }

  /** daemon-reload: files of units that were written since, or changed, or are gone. */
  reloadFiles(): void {
    const { files } = this.#machine
    for (const { name, path, fileState } of this.#added) {
      const isUp = !['inactive', 'failed'].includes(this.#states.get(name)?.active ?? '')
      if (isUp || fileState === 'transient' || !isBelowUnitFolder(path) || files.exists(path)) continue
      this.remove(name)
    }
    for (const name of unitFileNames(files)) this.#load(name)
  }

  /** A unit of the scenario is again as that says. */
  remove(name: string): void {
    this.#added = this.#added.filter(it => it.name !== name)
    const given = this.#given.get(name)
    if (given !== undefined) this.#units.set(name, given)
    else {
      this.#units.delete(name)
      this.#states.delete(name)
    }
  }

  /** A member that is undefined goes. */
  change(name: string, change: { readonly [Key in keyof UnitState]?: UnitState[Key] | undefined }): void {
    const state = this.#states.get(name)
    if (state === undefined) return
    const members = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined)
    this.#states.set(name, Object.fromEntries(members) as unknown as UnitState)
  }

  /** What was enabled and masked since stays. */
  boot(machine: Parameters<typeof bootStates>[2]): void {
    const files = new Map([...this.#states].map(([name, { fileState }]) => [name, fileState]))
    this.#states.clear()
    for (const [name, state] of bootStates(this.#units.values(), files, machine)) this.#states.set(name, state)
  }

  snapshot(): ServicesSnapshot {
    return { states: [...this.#states], added: this.#added }
  }

  restore({ states, added }: ServicesSnapshot): void {
    this.#added = [...added]
    this.#know()
    this.#states.clear()
    for (const [name, state] of states) this.#states.set(name, state)
  }

  #know(): void {
    const { config, mounts } = this.#machine
    this.#units.clear()
    this.#given.clear()
    if (config.family !== 'linux') return
    const packaged = config.packages.filter(it => it.installed).flatMap(it => it.units)
    for (const unit of [...systemdUnits(mounts.table), ...packaged, ...config.units]) {
      this.#given.set(unit.name, placed(unit, config.processes))
    }
    for (const unit of [...this.#given.values(), ...this.#added]) this.#units.set(unit.name, unit)
  }

  /** The unit of a file in the guest, if there is one that says anything new; from now on it is known. */
  #load(name: string): UnitConfig | undefined {
    const { files, config } = this.#machine
    const found = config.family === 'linux' ? readUnitFile(files, name, this.#units.get(name)?.path) : undefined
    if (found === undefined) return undefined
    const known = this.#units.get(name)
    const given = known !== undefined && known.exec === undefined ? known : this.#given.get(name)
    if (given === undefined) {
      this.add(found.unit)
      return found.unit
    }
    if (found.text === unitFileText(given)) {
      if (known !== undefined && known.exec !== undefined) this.remove(name)
      return given
    }
    // The scenario knows more of it than a file can say: how it is at the start, and what its process looks like.
    const { exec, active, sub } = { ...found.unit, active: given.active, sub: given.sub }
    const { process } = given
    const changed = { ...found.unit, active, sub, ...(process !== undefined && { process }) }
    this.add({ ...changed, ...(exec !== undefined && { exec: played(exec) }) })
    return this.#units.get(name)
  }
}

/** A process that only stands for a program does nothing at a signal, and nothing stops it in its own way. */
function played(exec: UnitExec): UnitExec {
  return { ...exec, isPlayed: true, commands: { ...exec.commands, reload: [], stop: [] } }
}

function loadOf(fileState: FileState, refusal: string | undefined): Unit['load'] {
  if (fileState === 'masked') return 'masked'
  return refusal === undefined ? 'loaded' : 'bad-setting'
}
