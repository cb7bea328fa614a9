/** The units there are, and how each stands. */
import type { GuestConfig } from '../config.js'
import type { Files } from '../files/files.js'
import type { Mounts } from '../mounts.js'
import { bootStates, fresh } from './boot-states.js'
import { readUnitFile, unitFileNames } from './read-unit-file.js'
import { systemdUnits } from './systemd-units.js'
import { type Unit, type UnitConfig, type UnitState, unitName } from './unit.js'
import { UnitError } from './unit-error.js'

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
    return { ...rest, ...state, load: state.fileState === 'masked' ? 'masked' : 'loaded' }
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

  /** daemon-reload: files of units that were written since, or changed. */
  reloadFiles(): void {
    for (const name of unitFileNames(this.#machine.files)) this.#load(name)
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
    if (config.family !== 'linux') return
    // Newer systems have their units where all of systemd is: below /usr.
    const isMerged = config.processes.some(({ argv }) => argv[0]?.startsWith('/usr/lib/systemd/'))
    for (const unit of [...systemdUnits(mounts.table), ...config.units, ...this.#added]) {
      const path = isMerged ? unit.path.replace(/^\/lib\//, '/usr/lib/') : unit.path
      this.#units.set(unit.name, { ...unit, path })
    }
  }

  /** The unit of a file in the guest, if there is one; from now on it is known. */
  #load(name: string): UnitConfig | undefined {
    const { files, config } = this.#machine
    const unit = config.family === 'linux' ? readUnitFile(files, name) : undefined
    if (unit !== undefined) this.add(unit)
    return unit
  }
}
