/** Services whose files stand in the guest: their commands, one after the other, and what comes of how each ends. */
import type { Clock } from '../clock.js'
import { Errno } from '../errno.js'
import type { Ending, Process } from '../processes.js'
import { failure } from './boot-states.js'
import type { ExecLine } from './exec-line.js'
import { type ExecMachine, execute, missingEnvironment, speaker } from './execution.js'
import { type ActiveState, type ExecPhase, isClean, isCleanCommand, type Unit, type UnitExec } from './unit.js'
import { logUnit, titleOf, type UnitEvent } from './unit-log.js'
import type { Units } from './units.js'

const TERM = 15
const KILL = 9
const ERR = 3
const WARNING = 4
/** DefaultTimeoutStopSec */
const STOP_TIMEOUT = 90_000_000_000n
/** StartLimitBurst and StartLimitIntervalSec of a file that doesn't say. */
const MOST_STARTS = 5
const START_INTERVAL = 10_000_000_000n

/** How a service is while the commands of a list run. */
const STATES: Readonly<Record<ExecPhase, readonly [ActiveState, string]>> = {
  'start-pre': ['activating', 'start-pre'],
  start: ['activating', 'start'],
  'start-post': ['activating', 'start-post'],
  reload: ['reloading', 'reload'],
  stop: ['deactivating', 'stop'],
}

/** What moves units of any kind. */
interface Mover {
  become(name: string, active: ActiveState, sub: string): void
  finishAt(name: string, at: bigint): void
  forgetTimer(name: string): void
  processesOf(unit: Unit): readonly Process[]
  startAgain(unit: Unit): void
}

export class Runs {
  readonly #machine: ExecMachine & { readonly clock: Clock }
  readonly #units: Units
  readonly #mover: Mover

  constructor(machine: ExecMachine & { readonly clock: Clock }, units: Units, mover: Mover) {
    this.#machine = machine
    this.#units = units
    this.#mover = mover
  }

  /** Only `start` of a simple service has been done when this returns: what it waits for is told by its state. */
  begin(unit: Unit): void {
    const { clock } = this.#machine
    const { name, starts = [] } = unit
    const now = clock.inGuest()
    const recent = starts.filter(at => at > now - START_INTERVAL)
    this.#units.change(name, { result: 'success', exited: undefined, startsAgain: undefined, startedAt: undefined })
    this.#units.change(name, { starts: [...recent, now].slice(-MOST_STARTS) })
    const exec = this.#execOf(name)
    const missing = missingEnvironment(this.#machine, exec)
    if (missing !== undefined) {
      this.#log(unit, `${name}: Failed to load environment files: No such file or directory`, WARNING)
      this.#log(unit, `${name}: Failed to run 'start' task: No such file or directory`, WARNING)
      this.#units.change(name, { result: 'resources' })
      this.#giveUp(unit, `${name}: Failed with result 'resources'.`)
      return
    }
    if (exec.commands['start-pre'].length === 0 || unit.type !== 'simple') this.#tell(unit, 'starting')
    this.#next(name, 'start-pre', 0)
  }

  reload({ name }: Unit): void {
    this.#next(name, 'reload', 0)
  }

  stop(unit: Unit): void {
    const { name, active, step, controlPid } = unit
    this.#forgetTimer(name)
    if (active === 'activating' && step === undefined && unit.mainPid === undefined) {
      this.#stopped(unit)
      return
    }
    this.#tell(unit, 'stopping')
    if (controlPid !== undefined) {
      this.#units.change(name, { controlPid: undefined })
      this.#signal(controlPid, KILL)
    }
    if (active === 'active') this.#next(name, 'stop', 0)
    else this.#terminate(name)
  }

  /** A process of it has ended: the main one, or that of a command. */
  ended(unit: Unit, pid: number, ending: Ending): void {
    if (pid === unit.controlPid) this.#controlEnded(unit, ending)
    else this.#mainEnded(unit, pid, ending)
  }

  /** Its time has come: to be started again, to be started at boot, or to be killed. */
  due(unit: Unit): void {
    this.#units.change(unit.name, { startedAt: undefined })
    if (unit.step !== undefined && unit.active === 'activating') {
      this.#timedOut(unit)
      return
    }
    if (unit.active === 'deactivating') {
      this.#log(unit, `${unit.name}: State 'stop-sigterm' timed out. Killing.`, WARNING)
      for (const { pid } of this.#mover.processesOf(unit)) this.#signal(pid, KILL)
      return
    }
    if (unit.sub === 'auto-restart') {
      const now = this.#machine.clock.inGuest()
      const recent = (unit.starts ?? []).filter(at => at > now - START_INTERVAL)
      if (recent.length >= MOST_STARTS) {
        this.#log(unit, `${unit.name}: Start request repeated too quickly.`, WARNING)
        this.#giveUp(unit, `${unit.name}: Failed with result 'exit-code'.`)
        return
      }
      this.#units.change(unit.name, { restarts: unit.restarts + 1 })
      logUnit(this.#machine.journal, unit, 'restarting', unit.restarts + 1)
    }
    this.#mover.startAgain(this.#units.known(unit.name))
  }

  /** A command of the start takes too long, or its main process doesn't say that it is ready. */
  #timedOut(unit: Unit): void {
    const { name, controlPid } = unit
    this.#tell(unit, 'timed-out')
    this.#units.change(name, { result: 'timeout', step: undefined, controlPid: undefined })
    if (controlPid !== undefined) this.#signal(controlPid, TERM)
    this.#terminate(name)
  }

  #forgetTimer(name: string): void {
    this.#mover.forgetTimer(name)
    this.#units.change(name, { startedAt: undefined })
  }

  /** Command `index` of a list, or what follows when there is none. */
  #next(name: string, phase: ExecPhase, index: number): void {
    const unit = this.#units.known(name)
    const line = this.#execOf(name).commands[phase][index]
    if (line === undefined) {
      this.#units.change(name, { step: undefined })
      this.#done(unit, phase)
      return
    }
    const isMain = phase === 'start'
    const isBackground = isMain && (unit.type === 'simple' || unit.type === 'idle')
    const begun = (pid: number) => {
      this.#units.change(name, isMain ? { mainPid: pid, exited: undefined } : { controlPid: pid })
      if (isBackground) this.#up(unit)
    }
    if (!isBackground) {
      this.#units.change(name, { step: { phase, index } })
      const [active, sub] = STATES[phase]
      if (unit.active !== active || unit.sub !== sub) this.#mover.become(name, active, sub)
      this.#limit(name)
    }
    const trouble = execute(this.#machine, unit, this.#execOf(name), line, unit.mainPid, begun)
    if (trouble === 'stands') {
      const { mainPid } = this.#units.known(name)
      if (isMain && unit.type !== 'oneshot' && !isBackground) this.#up(unit)
      else if (isMain && unit.type === 'oneshot' && mainPid !== undefined) {
        this.#machine.processes.exit(mainPid, { exitCode: 0 })
      }
    } else if (trouble !== undefined) {
      const pid = this.#machine.processes.allocatePid()
      begun(pid)
      const identifier = speaker(this.#machine, line.argv[0] ?? '')
      for (const message of trouble.messages) {
        this.#machine.journal.log({ identifier, pid, about: name, message, priority: ERR })
      }
      this.ended(this.#units.known(name), pid, { exitCode: trouble.exitCode })
    } else if (isMain && (unit.type === 'exec' || this.#isSaidToBeReady(unit, line))) {
      if (this.#units.known(name).mainPid !== undefined) this.#up(unit)
    }
  }

  /** What mockvm executes itself never says so; a program of the scenario stands for one that does. */
  #isSaidToBeReady({ type }: Unit, { argv: [path] }: ExecLine): boolean {
    if (type !== 'notify' && type !== 'dbus') return false
    return this.#machine.config.programs.some(program => program.path === path)
  }

  /** How long a command of a start may take. */
  #limit(name: string): void {
    const { clock } = this.#machine
    const { startTimeout } = this.#execOf(name)
    const { active } = this.#units.known(name)
    this.#forgetTimer(name)
    if (active !== 'activating' || startTimeout === undefined) return
    const at = clock.inGuest() + startTimeout
    this.#units.change(name, { startedAt: at })
    this.#mover.finishAt(name, at)
  }

  /** All commands of a list have been done. */
  #done(unit: Unit, phase: ExecPhase): void {
    const { name, remainAfterExit, mainPid } = this.#units.known(unit.name)
    if (phase !== 'stop') this.#forgetTimer(name)
    if (phase === 'start-pre') this.#next(name, 'start', 0)
    else if (phase === 'start') {
      this.#tell(unit, 'started')
      if (remainAfterExit) this.#mover.become(name, 'active', 'exited')
      else this.#stopped(unit, 'quiet')
    } else if (phase === 'start-post') this.#mover.become(name, 'active', mainPid === undefined ? 'exited' : 'running')
    else if (phase === 'reload') {
      this.#tell(unit, 'reloaded')
      this.#mover.become(name, 'active', mainPid === undefined ? 'exited' : 'running')
    } else this.#terminate(name)
  }

  /** Its main process runs. */
  #up(unit: Unit): void {
    this.#forgetTimer(unit.name)
    this.#units.change(unit.name, { step: undefined })
    this.#mover.become(unit.name, 'active', 'running')
    this.#tell(unit, 'started')
    if (this.#execOf(unit.name).commands['start-post'].length > 0) this.#next(unit.name, 'start-post', 0)
  }

  #controlEnded(unit: Unit, ending: Ending): void {
    const { name, step } = unit
    this.#units.change(name, { controlPid: undefined })
    if (step === undefined) return
    const { phase, index } = step
    const isIgnored = this.#execOf(name).commands[phase][index]?.ignoresFailure ?? false
    if (isIgnored || isCleanCommand(ending, this.#execOf(name).success)) {
      this.#next(name, phase, index + 1)
      return
    }
    this.#tell(unit, 'control-ended', ending)
    this.#units.change(name, { step: undefined })
    if (phase === 'reload') this.#mover.become(name, 'active', unit.mainPid === undefined ? 'exited' : 'running')
    else if (phase === 'stop') {
      this.#units.change(name, failure(ending))
      this.#terminate(name)
    } else this.#fail(unit, unit.exited?.pid ?? 0, ending)
  }

  #mainEnded(unit: Unit, pid: number, ending: Ending): void {
    const { name, step, type, active, remainAfterExit } = unit
    const exec = this.#execOf(name)
    this.#units.change(name, { mainPid: undefined, exited: { pid, ending } })
    const isIgnored = exec.commands.start[step?.phase === 'start' ? step.index : 0]?.ignoresFailure ?? false
    const isGood = isClean(ending, exec.success) || isIgnored
    if (active === 'deactivating') {
      if (step?.phase !== 'stop') this.#stopped(unit)
      return
    }
    if (step?.phase === 'start' && type === 'oneshot') {
      if (isIgnored || isCleanCommand(ending, exec.success)) this.#next(name, 'start', step.index + 1)
      else this.#failMain(unit, pid, ending)
      return
    }
    if (step?.phase === 'start' && type === 'forking' && isGood) {
      const child = this.#machine.processes.list().find(({ ppid }) => ppid === pid)
      if (child !== undefined) {
        this.#units.change(name, { mainPid: child.pid, exited: undefined })
        this.#up(unit)
        return
      }
    }
    if (!isGood) {
      this.#failMain(unit, pid, ending)
      return
    }
    if (step?.phase === 'start' && type === 'notify') {
      this.#units.change(name, { result: 'protocol' })
      this.#stopped(unit)
      return
    }
    if (step?.phase === 'start') this.#tell(unit, 'started')
    this.#units.change(name, { step: undefined })
    if (remainAfterExit) this.#mover.become(name, 'active', 'exited')
    else {
      this.#stopped(unit, 'alone')
      if (unit.restart === 'always') this.#restartLater(unit)
    }
  }

  #failMain(unit: Unit, pid: number, ending: Ending): void {
    this.#tell(unit, 'main-ended', ending)
    this.#fail(unit, pid, ending)
  }

  #fail(unit: Unit, pid: number, ending: Ending): void {
    const { name, active, restart } = unit
    this.#forgetTimer(name)
    this.#units.change(name, { step: undefined, ...failure(ending), ...(pid > 0 && { exited: { pid, ending } }) })
    // Whoever waits for it goes on at once, and may read the journal.
    this.#tell(unit, active === 'activating' ? 'start-failed' : 'failed', ending)
    this.#mover.become(name, 'failed', 'failed')
    if (restart !== 'no') this.#restartLater(unit)
  }

  #giveUp(unit: Unit, message: string): void {
    this.#log(unit, message, WARNING)
    this.#log(unit, `Failed to start ${titleOf(unit)}.`, ERR)
    this.#mover.become(unit.name, 'failed', 'failed')
  }

  #restartLater({ name }: Unit): void {
    const { clock } = this.#machine
    const at = clock.inGuest() + this.#execOf(name).restartDelay
    this.#mover.become(name, 'activating', 'auto-restart')
    this.#units.change(name, { startedAt: at })
    this.#mover.finishAt(name, at)
  }

  /** ExecStop has done its part. */
  #terminate(name: string): void {
    const { clock } = this.#machine
    const unit = this.#units.known(name)
    const processes = this.#mover.processesOf(unit)
    if (unit.mainPid === undefined || processes.length === 0) {
      this.#stopped(unit)
      return
    }
    const at = clock.inGuest() + STOP_TIMEOUT
    this.#units.change(name, { step: undefined, startedAt: at })
    this.#mover.become(name, 'deactivating', 'stop-sigterm')
    this.#mover.finishAt(name, at)
    for (const { pid } of processes) this.#signal(pid, TERM)
  }

  /** Nothing of it runs any more. `alone`: its process has ended by itself; `quiet`: what it was for has been done. */
  #stopped(unit: Unit, how: 'asked' | 'alone' | 'quiet' = 'asked'): void {
    const { name } = unit
    const { exited, startsAgain, active, result } = this.#units.known(name)
    const { success } = this.#execOf(name)
    this.#forgetTimer(name)
    this.#units.change(name, { step: undefined, startsAgain: undefined })
    if (result === 'timeout' || result === 'protocol') {
      this.#tell(unit, result === 'timeout' ? 'start-timed-out' : 'not-ready')
      this.#mover.become(name, 'failed', 'failed')
      if (startsAgain) this.#mover.startAgain(this.#units.known(name))
      else if (unit.restart !== 'no') this.#restartLater(unit)
      return
    }
    if (how === 'asked' && active === 'deactivating' && exited !== undefined && !isClean(exited.ending, success)) {
      this.#tell(unit, 'main-ended', exited.ending)
      this.#units.change(name, failure(exited.ending))
      this.#mover.become(name, 'failed', 'failed')
      this.#tell(unit, 'failed', exited.ending)
    } else if (result !== 'success') {
      this.#mover.become(name, 'failed', 'failed')
      this.#tell(unit, 'failed', result === 'signal' ? { signal: TERM } : { exitCode: 1 })
    } else {
      this.#mover.become(name, 'inactive', 'dead')
      if (how !== 'quiet') this.#tell(unit, 'deactivated')
    }
    if (how === 'asked') this.#tell(unit, 'stopped')
    if (startsAgain) this.#mover.startAgain(this.#units.known(name))
  }

  #signal(pid: number, signal: number): void {
    try {
      this.#machine.processes.signal(pid, signal)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
    }
  }

  #execOf(name: string): UnitExec {
    const { exec } = this.#units.known(name)
    if (exec === undefined) throw new Error(`expected a unit that is executed, got ${name}`)
    return exec
  }

  #tell(unit: Unit, event: UnitEvent, detail?: Ending): void {
    logUnit(this.#machine.journal, unit, event, detail)
  }

  #log({ name }: Unit, message: string, priority: number): void {
    this.#machine.journal.log({ identifier: 'systemd', pid: 1, about: name, message, priority })
  }
}
