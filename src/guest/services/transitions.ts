/** How units get from one state to another, and what comes of that: processes, entries of the journal. */
import type { OnChange } from '../changes.js'
import type { Clock, Timer } from '../clock.js'
import type { Ending, Process } from '../processes.js'
import { failure, runningSub } from './boot-states.js'
import { Dependencies } from './dependencies.js'
import type { ExecMachine } from './execution.js'
import { Runs } from './runs.js'
import { type ActiveState, isClean, kindOf, type Unit } from './unit.js'
import { UnitError } from './unit-error.js'
import { logUnit } from './unit-log.js'
import { mainArgv } from './unit-processes.js'
import type { Units } from './units.js'

interface Surroundings extends ExecMachine {
  readonly clock: Clock
  readonly agentPid: number
}

const TERM = 15
const ERR = 3

export class Transitions {
  readonly #machine: Surroundings
  readonly #units: Units
  readonly processesOf: (unit: Unit) => readonly Process[]
  readonly #runs: Runs
  readonly #onChange: OnChange
  readonly #dependencies: Dependencies
  readonly #timers = new Map<string, Timer>()

  constructor(
    machine: Surroundings,
    units: Units,
    processesOf: (unit: Unit) => readonly Process[],
    onChange: OnChange,
  ) {
    this.#machine = machine
    this.#units = units
    this.processesOf = processesOf
    this.#runs = new Runs(machine, units, this)
    this.#onChange = onChange
    const start = (unit: Unit) => this.#begin(unit)
    const stop = (unit: Unit) => this.stop(unit)
    this.#dependencies = new Dependencies({ units, journal: machine.journal, onChange, start, stop })
  }

  start(unit: Unit): void {
    const { journal } = this.#machine
    if (unit.refusal !== undefined) {
      const { name, refusal: message } = unit
      journal.log({ identifier: 'systemd', pid: 1, about: name, message: `${name}: ${message}`, priority: ERR })
      throw new UnitError('bad-setting', name)
    }
    this.#dependencies.queue(unit)
    this.settle()
    if (this.#units.get(unit.name)?.lacksDependency) throw new UnitError('dependency', unit.name)
    this.#throwIfFailed(unit.name, unit.exec === undefined ? 'oneshot' : unit.type)
  }

  /** A start that nobody has asked for, so that nobody is told why there is none. */
  startAgain(unit: Unit): void {
    try {
      this.#dependencies.queue(unit)
    } catch (error) {
      if (!(error instanceof UnitError)) throw error
      this.become(unit.name, 'inactive', 'dead')
    }
    this.settle()
  }

  /** What waits for others goes on, if those are done. */
  settle(): void {
    this.#dependencies.settle()
    this.#units.forgetGone()
  }

  #begin(unit: Unit): void {
    const { clock, journal } = this.#machine
    if (unit.exec !== undefined) {
      this.#runs.begin(unit)
      return
    }
    logUnit(journal, unit, 'starting')
    if (unit.startTime > 0n) {
      this.become(unit.name, 'activating', 'start')
      this.#units.change(unit.name, { startedAt: clock.inGuest() + unit.startTime })
      this.finishAt(unit.name, clock.inGuest() + unit.startTime)
    } else this.#finish(unit)
  }

  reload(unit: Unit): void {
    const { journal } = this.#machine
    if (unit.exec !== undefined) {
      this.#runs.reload(unit)
      return
    }
    logUnit(journal, unit, 'reloaded')
    this.#onChange({ what: 'service', unit: unit.name, active: unit.active, sub: unit.sub, done: 'reloaded' })
  }

  /** A simple service has started once there is a process: what becomes of that is nobody's affair who has started it. */
  #throwIfFailed(name: string, type: Unit['type']): void {
    const { active, sub } = this.#units.known(name)
    if (type === 'simple' || type === 'idle') return
    if (active === 'failed' || sub === 'auto-restart') throw new UnitError('failed', name)
  }

  finishAt(name: string, at: bigint): void {
    const { clock } = this.#machine
    const timer = clock.after(at - clock.inGuest(), () => {
      this.#timers.delete(name)
      const unit = this.#units.get(name)
      if (unit?.exec !== undefined) this.#runs.due(unit)
      else if (unit !== undefined) this.#finish(unit)
      this.settle()
    })
    this.#timers.set(name, timer)
  }

  /** The start comes to its end. */
  #finish(unit: Unit): void {
    const { processes, journal } = this.#machine
    const { name, startError } = unit
    this.#units.change(name, { startedAt: undefined })
    if (startError !== undefined) {
      const pid = processes.allocatePid()
      const identifier = basename(unit.command[0] ?? name)
      if (startError.message !== undefined) {
        journal.log({ identifier, pid, unit: name, transport: 'stdout', message: startError.message })
      }
      this.#fail(unit, pid, { exitCode: startError.exitCode })
      return
    }
    if (unit.type !== 'oneshot') this.launch(name)
    const sub = runningSub(unit)
    this.become(name, sub === 'dead' ? 'inactive' : 'active', sub)
    logUnit(journal, unit, 'started')
  }

  /** Its main process begins. */
  launch(name: string): void {
    const { processes } = this.#machine
    const unit = this.#units.config(name)
    if (unit === undefined || unit.command.length === 0 || kindOf(name) !== 'service') return
    const pid = processes.allocatePid()
    this.#units.change(name, { mainPid: pid, result: 'success', exited: undefined })
    processes.start({ pid, ppid: 1, user: unit.user, argv: mainArgv(unit) })
  }

  /** Those that are up and stop when somebody stops it. */
  dependentsOf({ name }: Unit): readonly Unit[] {
    return this.#dependencies.dependentsOf(name)
  }

  stop(unit: Unit): void {
    const { agentPid } = this.#machine
    const { name, mainPid } = unit
    if (mainPid !== undefined && mainPid === agentPid) throw new UnitError('agent', name)
    for (const other of this.dependentsOf(unit)) if (other.name !== name) this.stop(other)
    this.#stop(unit)
    this.settle()
  }

  #stop(unit: Unit): void {
    const { processes, journal } = this.#machine
    const { name, mainPid } = unit
    if (unit.exec !== undefined) {
      this.#runs.stop(unit)
      return
    }
    this.forgetTimer(name)
    this.#units.change(name, { active: 'deactivating', startedAt: undefined, ranFor: this.#ranFor(name) })
    if (kindOf(name) === 'service') logUnit(journal, unit, 'stopping')
    for (const { pid } of this.processesOf(unit)) processes.kill(pid, TERM)
    if (mainPid !== undefined) this.#units.change(name, { exited: { pid: mainPid, ending: { exitCode: 0 } } })
    this.become(name, 'inactive', 'dead')
    if (kindOf(name) === 'service') logUnit(journal, unit, 'deactivated')
    logUnit(journal, unit, 'stopped')
  }

  ended(unit: Unit, pid: number, ending: Ending): void {
    this.#ended(unit, pid, ending)
    this.settle()
  }

  #ended(unit: Unit, pid: number, ending: Ending): void {
    if (unit.exec !== undefined) {
      this.#runs.ended(unit, pid, ending)
      return
    }
    const { journal } = this.#machine
    const { name, restart } = unit
    this.#units.change(name, { mainPid: undefined, exited: { pid, ending } })
    if (isClean(ending)) {
      this.become(name, 'inactive', 'dead')
      logUnit(journal, unit, 'deactivated')
    } else this.#fail(unit, pid, ending)
    if (restart === 'no' || (restart === 'on-failure' && isClean(ending))) return
    this.#units.change(name, { restarts: unit.restarts + 1 })
    logUnit(journal, unit, 'restarting', unit.restarts + 1)
    this.start(unit)
  }

  #fail(unit: Unit, pid: number, ending: Ending): void {
    const { journal } = this.#machine
    logUnit(journal, unit, 'main-ended', ending)
    this.#units.change(unit.name, { mainPid: undefined, ...failure(ending), exited: { pid, ending } })
    this.become(unit.name, 'failed', 'failed')
    logUnit(journal, unit, unit.startError === undefined ? 'failed' : 'start-failed', ending)
  }

  become(name: string, active: ActiveState, sub: string): void {
    const { clock } = this.#machine
    const ranFor = active === 'active' ? undefined : this.#ranFor(name)
    this.#units.change(name, { active, sub, since: clock.now(), sinceInGuest: clock.inGuest(), ranFor })
    if (active === 'inactive' || active === 'failed') this.#units.change(name, { mainPid: undefined })
    this.#onChange({ what: 'service', unit: name, active, sub })
  }

  /** Of one that is not active any more, or will soon not be. */
  #ranFor(name: string): bigint | undefined {
    const { clock } = this.#machine
    const { active, ranFor, sinceInGuest = clock.inGuest() - clock.uptime() } = this.#units.known(name)
    return active === 'active' ? clock.inGuest() - sinceInGuest : ranFor
  }

  forgetTimer(name: string): void {
    this.#timers.get(name)?.cancel()
    this.#timers.delete(name)
  }

  forgetTimers(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
  }
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
