/** What units want of each other: who is started with whom, after whom, and who stops when another one does. */
import type { OnChange } from '../changes.js'
import type { Journal } from '../journal.js'
import { kindOf, type Relation, type Unit, type UnitConfig } from './unit.js'
import { UnitError } from './unit-error.js'
import { logUnit } from './unit-log.js'
import type { Units } from './units.js'

interface Surroundings {
  readonly units: Units
  readonly journal: Journal
  readonly onChange: OnChange
  start(unit: Unit): void
  stop(unit: Unit): void
}

export class Dependencies {
  readonly #around: Surroundings
  #isSettling = false

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Puts it in the queue with all that it pulls in. Throws UnitError when one of those can't be started at all. */
  queue(unit: Unit): void {
    this.#check(unit, new Set())
    this.#enqueue(unit)
  }

  /** Starts what waits for nobody any more, and stops what can't be without another. */
  settle(): void {
    if (this.#isSettling) return
    this.#isSettling = true
    try {
      for (let name = this.#next(); name !== undefined; name = this.#next()) this.#startQueued(name)
      for (const unit of this.#bound()) this.#around.stop(unit)
    } finally {
      this.#isSettling = false
    }
  }

  /** Those that are up and go with it when somebody stops it. */
  dependentsOf(name: string): readonly Unit[] {
    const relations = ['Requires', 'Requisite', 'BindsTo', 'PartOf'] as const
    return this.#related(name, relations).filter(({ active }) => active === 'active' || active === 'activating')
  }

  #enqueue(unit: Unit): void {
    const { units } = this.#around
    const { name, active } = unit
    // At boot it is said to be starting before it is.
    const before = active === 'activating' ? ({ active: 'inactive', sub: 'dead' } as const) : {}
    units.change(name, { ...before, isQueued: true, lacksDependency: undefined, startedAt: undefined })
    for (const other of this.#pulledIn(unit)) {
      if (other.load === 'loaded' && !isUp(other) && !isMoving(other)) this.#enqueue(other)
    }
  }

  /** Whoever is missing is nobody's fault if it is only wanted. */
  #pulledIn(unit: Unit): readonly Unit[] {
    const { units } = this.#around
    const named = [...of(unit, 'Requires'), ...of(unit, 'BindsTo'), ...of(unit, 'Wants')]
    const wanting = kindOf(unit.name) !== 'target' ? [] : [...units.configs()].filter(it => it.wantedBy === unit.name)
    const enabled = wanting.flatMap(({ name, exec }) => (exec === undefined ? [] : (units.get(name) ?? [])))
    return [
      ...named.flatMap(name => units.get(name) ?? []),
      ...enabled.filter(({ fileState }) => fileState === 'enabled'),
    ]
  }

  #check(unit: Unit, seen: Set<string>): void {
    if (seen.has(unit.name)) return
    seen.add(unit.name)
    for (const name of [...of(unit, 'Requires'), ...of(unit, 'BindsTo'), ...of(unit, 'Requisite')]) {
      const other = this.#around.units.get(name)
      if (other === undefined) {
        // Of these systemd needs no file.
        if (['device', 'slice', 'scope'].includes(kindOf(name))) continue
        throw new UnitError('not-found', name)
      }
      if (isUp(other)) continue
      if (other.load !== 'loaded') throw new UnitError(other.load, other.name)
      this.#check(other, seen)
    }
  }

  /** One that can be started now. Of those that wait for each other in a circle it is the first. */
  #next(): string | undefined {
    const { units } = this.#around
    const queued = [...units.states].flatMap(([name, { isQueued }]) => (isQueued ? [name] : []))
    const free = queued.find(name => !this.#before(name).some(isMoving))
    if (free !== undefined) return free
    const isOthersTurn = queued.some(name => this.#before(name).some(it => isMoving(it) && !it.isQueued))
    return isOthersTurn ? undefined : queued[0]
  }

  /** Those that it comes after. */
  #before(name: string): readonly Unit[] {
    const { units } = this.#around
    const own = units.config(name)
    const after = own === undefined ? [] : of(own, 'After').flatMap(it => units.get(it) ?? [])
    return [...after, ...this.#related(name, ['Before'])].filter(it => it.name !== name)
  }

  #startQueued(name: string): void {
    const { units, journal, onChange } = this.#around
    units.change(name, { isQueued: undefined })
    const unit = units.known(name)
    if (!this.#lacks(unit)) {
      this.#around.start(unit)
      return
    }
    units.change(name, { lacksDependency: true })
    logUnit(journal, unit, 'lacks-dependency')
    onChange({ what: 'service', unit: name, active: unit.active, sub: unit.sub })
  }

  #lacks(unit: Unit): boolean {
    const { units } = this.#around
    const get = (name: string) => units.get(name)
    const after = new Set(of(unit, 'After').map(name => get(name)?.name))
    const needed = [...of(unit, 'Requires'), ...of(unit, 'BindsTo')].flatMap(name => get(name) ?? [])
    const isBad = ({ active, sub, lacksDependency }: Unit) =>
      active === 'failed' || sub === 'auto-restart' || lacksDependency === true
    if (needed.some(it => after.has(it.name) && isBad(it))) return true
    const bound = of(unit, 'BindsTo').flatMap(name => get(name) ?? [])
    if (bound.some(it => after.has(it.name) && !isUp(it))) return true
    return of(unit, 'Requisite').some(name => get(name)?.active !== 'active')
  }

  /** Those that are up although what they are bound to is not. */
  #bound(): readonly Unit[] {
    const { units } = this.#around
    const isGone = (name: string) => ['inactive', 'failed'].includes(units.get(name)?.active ?? '')
    const bound = [...units.configs()].filter(it => of(it, 'BindsTo').some(isGone))
    return bound.flatMap(({ name }) => {
      const unit = units.get(name)
      return unit?.active === 'active' && !of(unit, 'BindsTo').some(it => units.get(it)?.isQueued) ? [unit] : []
    })
  }

  /** Whose files name it so. */
  #related(name: string, relations: readonly Relation[]): readonly Unit[] {
    const { units } = this.#around
    const namesIt = (config: UnitConfig) =>
      relations.some(relation => of(config, relation).some(it => units.get(it)?.name === name))
    return [...units.configs()].filter(namesIt).flatMap(it => units.get(it.name) ?? [])
  }
}

/** It is being started, or will be. */
export function isMoving({ isQueued, active, sub }: Unit): boolean {
  return isQueued === true || (active === 'activating' && sub !== 'auto-restart')
}

function isUp({ active }: Unit): boolean {
  return active === 'active' || active === 'reloading'
}

function of({ relations }: UnitConfig, relation: Relation): readonly string[] {
  return relations?.[relation] ?? []
}
