/** The units there are, and how each stands. */
import type { GuestConfig } from '../config.js'
import type { Files } from '../files/files.js'
import type { Mounts } from '../mounts.js'
import { bootStates, fresh } from './boot-states.js'
import { readUnitFile, unitFileNames, unitFragments } from './read-unit-file.js'
import { placed, systemdUnits } from './systemd-units.js'
import { type Unit, type UnitConfig, type UnitExec, type UnitState, unitName } from './unit.js'
import { UnitError } from './unit-error.js'
import { isBelowUnitFolder, unitFileText } from './unit-file.js'
import { aliasTarget, isAliasOf, linkedState, readUnitLinks } from './unit-links.js'
import { findMain } from './unit-processes.js'

export interface ServicesSnapshot {
  readonly states: readonly (readonly [name: string, state: UnitState])[]
  /** Units that no file of the scenario has: what systemd-run has started, and files written since. */
  readonly added: readonly UnitConfig[]
  /** Units of the scenario that are gone since: their files, or their packages. */
  readonly removed: readonly string[]
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
  #removed = new Set<string>()

  constructor(machine: Surroundings) {
    this.#machine = machine
    this.#know()
  }

  get states(): ReadonlyMap<string, UnitState> {
    return this.#states
  }

  /** All of them, as their files have them. */
  configs(): Iterable<UnitConfig> {
    return this.#units.values()
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
    const config = this.#units.get(name) ?? this.#byAlias(name) ?? this.#load(name)
    const state = config && this.#states.get(config.name)
    if (config === undefined || state === undefined) return undefined
    const { since: _, ...rest } = config
    return { ...rest, ...state, load: loadOf(state, config.refusal) }
  }

  #byAlias(name: string): UnitConfig | undefined {
    const { files } = this.#machine
    return [...this.#units.values()].find(it => it.aliases.includes(name) && isAliasOf(files, it, name))
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
    const { masked } = readUnitLinks(files)
    for (const { name, path, fileState } of this.#written()) {
      if (masked.has(name) || fileState === 'transient' || fileState === 'generated' || !isBelowUnitFolder(path))
        continue
      const isGone = unitFragments(files, name, path).length === 0
      if (isGone !== (this.#states.get(name)?.isGone ?? false)) this.change(name, { isGone: isGone || undefined })
    }
    this.forgetGone()
    for (const name of unitFileNames(files)) this.#load(name)
    this.readLinks()
  }

  /** Those whose files the image has, and those that were written since. */
  #written(): readonly UnitConfig[] {
    const { packages, units } = this.#machine.config
    const given = [...packages.filter(it => it.installed).flatMap(it => it.units), ...units]
    const names = new Set([...given, ...this.#added].map(({ name }) => name))
    return [...names].flatMap(name => this.#units.get(name) ?? [])
  }

  /** What is enabled or masked, as links in the guest's files have it. */
  readLinks(): void {
    const { files } = this.#machine
    const links = readUnitLinks(files)
    for (const [name, config] of this.#units) {
      const fileState = linkedState(files, config, links)
      if (fileState !== undefined && fileState !== this.#states.get(name)?.fileState) this.change(name, { fileState })
    }
  }

  /** Units without a file are known for as long as they run. */
  forgetGone(): void {
    for (const [name, { isGone, active }] of this.#states) if (isGone && active === 'inactive') this.forget(name)
  }

  /** Nothing is known of it any more, whoever has had it. */
  forget(name: string): void {
    if (this.#given.has(name)) this.#removed.add(name)
    this.#added = this.#added.filter(it => it.name !== name)
    this.#units.delete(name)
    this.#states.delete(name)
  }

  #givenStill(name: string): UnitConfig | undefined {
    return this.#removed.has(name) ? undefined : this.#given.get(name)
  }

  /** A unit of the scenario is again as that says. */
  remove(name: string): void {
    this.#added = this.#added.filter(it => it.name !== name)
    const given = this.#givenStill(name)
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
    for (const name of [...this.#states.keys()]) if (this.#states.get(name)?.isGone) this.forget(name)
    if (this.#states.size > 0) this.readLinks()
    for (const name of this.#removed) {
      // The processes of the scenario are there all the same.
      const given = this.#units.has(name) ? undefined : this.#given.get(name)
      const main = given && findMain(given, machine.processes.list(), () => false)
      if (main !== undefined) machine.processes.exit(main.pid, { exitCode: 0 })
    }
    const files = new Map([...this.#states].map(([name, { fileState }]) => [name, fileState]))
    this.#states.clear()
    for (const [name, state] of bootStates(this.#units.values(), files, machine)) this.#states.set(name, state)
  }

  snapshot(): ServicesSnapshot {
    return { states: [...this.#states], added: this.#added, removed: [...this.#removed] }
  }

  restore({ states, added, removed }: ServicesSnapshot): void {
    this.#added = [...added]
    this.#removed = new Set(removed)
    this.#know()
    this.#states.clear()
    for (const [name, state] of states) this.#states.set(name, state)
  }

  #know(): void {
    const { config, mounts } = this.#machine
    this.#units.clear()
    this.#given.clear()
    if (config.family !== 'linux') return
    const names = new Set(config.units.map(({ name }) => name))
    const brought = config.packages.filter(it => it.installed).flatMap(it => it.units)
    const packaged = brought.filter(({ name }) => !names.has(name))
    for (const unit of [...systemdUnits(mounts.table), ...packaged, ...config.units]) {
      this.#given.set(unit.name, placed(unit, config.processes))
    }
    const given = [...this.#given.values()].filter(({ name }) => !this.#removed.has(name))
    for (const unit of [...given, ...this.#added]) this.#units.set(unit.name, unit)
  }

  /** The unit of a file in the guest, if there is one that says anything new; from now on it is known. */
  #load(name: string): UnitConfig | undefined {
    const { files, config } = this.#machine
    const other = config.family === 'linux' ? aliasTarget(files, name) : undefined
    if (other !== undefined)
      return this.#units.get(other) ?? (aliasTarget(files, other) ? undefined : this.#load(other))
    const found = config.family === 'linux' ? readUnitFile(files, name, this.#units.get(name)?.path) : undefined
    if (found === undefined) return undefined
    const known = this.#units.get(name)
    const given = known !== undefined && known.exec === undefined ? known : this.#givenStill(name)
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
    const { process, listening } = given
    const more = { ...(process !== undefined && { process }), ...(listening !== undefined && { listening }) }
    const changed = { ...found.unit, active, sub, ...more }
    this.add({ ...changed, ...(exec !== undefined && { exec: played(exec) }) })
    return this.#units.get(name)
  }
}

/** A process that only stands for a program does nothing at a signal, and nothing stops it in its own way. */
function played(exec: UnitExec): UnitExec {
  return { ...exec, isPlayed: true, commands: { ...exec.commands, reload: [], stop: [] } }
}

function loadOf({ fileState, isGone }: UnitState, refusal: string | undefined): Unit['load'] {
  if (isGone) return 'not-found'
  if (fileState === 'masked') return 'masked'
  return refusal === undefined ? 'loaded' : 'bad-setting'
}
