/** The process table: what runs, since when, and how it ends on the guest's clock. */
import type { OnChange } from './changes.js'
import type { Clock, Timer } from './clock.js'
import type { ProcessConfig } from './config.js'
import { Errno } from './errno.js'
import { assertSignal, IGNORED, STOPPING, signalName } from './programs/signals.js'
import type { Wait } from './wait.js'

export interface Process {
  readonly pid: number
  readonly ppid: number
  readonly user: string
  readonly argv: readonly string[]
  /** It wants a processor all the time; absent: it sleeps. */
  readonly isBusy?: boolean
  /** It waits for what no signal can end: a frozen file system. */
  readonly isBlocked?: boolean
  /** SIGSTOP and its like have stopped it. */
  readonly isStopped?: boolean
  /** Absent: it leads a group, or a session, of its own. */
  readonly pgid?: number
  readonly sid?: number
  /** Absent: "/". */
  readonly cwd?: string
  /** The path of the file that it executes; absent: argv[0]. */
  readonly exe?: string
  /** What the kernel calls it: the base name of the file that was executed, in 15 bytes. Absent: that of argv[0]. */
  readonly comm?: string
  /** NAME=VALUE; absent: it has none that is known. */
  readonly environ?: readonly string[]
  /** It has ended, and its parent hasn't asked how. */
  readonly ending?: Ending
  /** Nanoseconds on the monotonic clock. */
  readonly startedAt: bigint
}

/** As ps(1) shows them: running, sleeping, waiting for a disk, stopped, and a zombie. */
export type ProcessState = 'R' | 'S' | 'D' | 'T' | 'Z'

export type Ending = { readonly exitCode: number } | { readonly signal: number }

/** A process that is known to end. `at` is on the monotonic clock. */
interface Planned {
  readonly at: bigint
  readonly ending: Ending
}

/** Whoever runs a process gets its signals first: true if that was all. */
export type OnSignal = (process: Process, signal: number) => boolean

export interface ProcessesSnapshot {
  readonly nextPid: number
  readonly processes: readonly (Process & { readonly planned?: Planned })[]
}

/** How processes are numbered: upwards in steps, and from `restart` again past `most`. */
export interface PidRule {
  readonly step: number
  readonly most: number
  readonly restart: number
}

const INIT = 1

/** What 64-bit distributions set; the low ones are left to the system's own. */
const LINUX_PIDS: PidRule = { step: 1, most: 4_194_303, restart: 300 }

export class Processes {
  readonly #clock: Clock
  readonly #onChange: OnChange
  readonly #table = new Map<number, Process & { planned?: Planned }>()
  readonly #timers = new Map<number, Timer>()
  readonly #waiting = new Map<number, ((ending: Ending) => void)[]>()
  readonly #pids: PidRule
  #onSignal: OnSignal = () => false
  #caught: (process: Process) => readonly number[] = () => []
  #onLoad = () => {}
  #nextPid = 1

  constructor(config: readonly ProcessConfig[], clock: Clock, onChange: OnChange, pids: PidRule = LINUX_PIDS) {
    this.#clock = clock
    this.#onChange = onChange
    this.#pids = pids
    this.boot(config)
  }

  /** Starts over with what runs after a boot. */
  boot(config: readonly ProcessConfig[]): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
    this.#waiting.clear()
    this.#table.clear()
    for (const process of config) this.#table.set(process.pid, { ...process, startedAt: this.#clock.inGuest() })
    const { step } = this.#pids
    this.#nextPid = (Math.floor(Math.max(0, ...this.#table.keys()) / step) + 1) * step
  }

  /** Ascending by pid. */
  list(): readonly Process[] {
    return [...this.#table.values()].sort((a, b) => a.pid - b.pid)
  }

  /** How many there are, zombies included. */
  get count(): number {
    return this.#table.size
  }

  get(pid: number): Process | undefined {
    return this.#table.get(pid)
  }

  stateOf({ ending, isStopped, isBlocked, isBusy }: Process): ProcessState {
    if (ending !== undefined) return 'Z'
    if (isStopped) return 'T'
    if (isBlocked) return 'D'
    return isBusy ? 'R' : 'S'
  }

  /** How many want a processor, or wait for a disk: what the load counts. */
  get busyCount(): number {
    return this.#count('RD')
  }

  /** How many want a processor. */
  get runningCount(): number {
    return this.#count('R')
  }

  /** The pid that was given last. */
  get lastPid(): number {
    return this.#nextPid - this.#pids.step
  }

  /** A free pid, as the kernel gives them. Throws EAGAIN when all are taken. */
  allocatePid(isTaken: (pid: number) => boolean = () => false): number {
    const { step, most, restart } = this.#pids
    for (let tries = 0; tries <= most / step; tries++) {
      const pid = this.#nextPid
      this.#nextPid = pid + step > most ? restart : pid + step
      if (!this.#table.has(pid) && !isTaken(pid)) return pid
    }
    throw new Errno('EAGAIN')
  }

  /** Adds a process, which runs until it is killed or `endAfter` says when it ends. `done` is told how. */
  start(process: Omit<Process, 'startedAt'>, done?: (ending: Ending) => void): void {
    this.#table.set(process.pid, { ...process, startedAt: this.#clock.inGuest() })
    this.#onChange({ what: 'process-start', pid: process.pid, argv: process.argv })
    if (done !== undefined) this.#waiting.set(process.pid, [done])
  }

  /** Lets a process end in `duration` nanoseconds; with 0n it has ended when this returns. */
  endAfter(pid: number, duration: bigint, ending: Ending): void {
    this.#plan(pid, { at: this.#clock.inGuest() + duration, ending })
  }

  /** Something about a process is different now. Nothing happens to one that has gone. */
  change(pid: number, change: Partial<Omit<Process, 'pid'>>): void {
    const process = this.#table.get(pid)
    if (process === undefined) return
    const before = this.stateOf(process)
    Object.assign(process, change)
    if (this.stateOf(process) !== before) this.#onLoad()
  }

  /** Who gets the signals of processes before they do what they do by default. */
  onSignal(listener: OnSignal): void {
    this.#onSignal = listener
  }

  /** Which signals do nothing to a process that nobody runs, because it expects them. */
  whatIsCaught(caught: (process: Process) => readonly number[]): void {
    this.#caught = caught
  }

  /** Told when the state of a process is another one. */
  onLoad(listener: () => void): void {
    this.#onLoad = listener
  }

  /**
   * kill(2): signal 0 only asks whether it is there. Throws ESRCH for a pid that isn't, TypeError for what is no signal's
   * number.
   */
  signal(pid: number, signal: number): void {
    assertSignal(signal)
    const process = this.#table.get(pid)
    if (process === undefined) throw new Errno('ESRCH')
    // The kernel keeps signals that would end it away from init.
    if (signal === 0 || process.ending !== undefined || pid === INIT) return
    if (this.#onSignal(process, signal) || this.#caught(process).includes(signal)) return
    const name = signalName(signal)
    if (name === 'CONT') this.#continue(process)
    else if (STOPPING.includes(name)) this.change(pid, { isStopped: true })
    else if (!IGNORED.includes(name)) this.#end(pid, { signal })
  }

  /** Ends it by a signal, whatever it makes of it. Throws ESRCH for a pid that isn't there, and TypeError as `signal` does. */
  kill(pid: number, signal: number): void {
    assertSignal(signal)
    if (!this.#table.has(pid)) throw new Errno('ESRCH')
    this.#end(pid, { signal })
  }

  /** Ends it. Nothing happens to one that has gone. */
  exit(pid: number, ending: Ending): void {
    if (this.#table.has(pid)) this.#end(pid, ending)
  }

  /** wait(2): the row of a zombie goes. */
  reap(pid: number): void {
    if (this.#table.get(pid)?.ending !== undefined) this.#table.delete(pid)
  }

  /** Ends with a row left, until `reap`; whoever waits for the end is told now. */
  leaveZombie(pid: number, ending: Ending): void {
    const process = this.#table.get(pid)
    if (process === undefined) return
    this.#end(pid, ending)
    this.#table.set(pid, { ...process, isBusy: false, isBlocked: false, isStopped: false, ending })
  }

  /** Calls back with how it ended, at once if it doesn't run (then with exit code 0). */
  onEnd(pid: number, done: (ending: Ending) => void): void {
    if (!this.#table.has(pid)) done({ exitCode: 0 })
    else this.#waiting.set(pid, [...(this.#waiting.get(pid) ?? []), done])
  }

  /** Waits until it has ended. */
  ended(pid: number): Wait {
    return resume => this.onEnd(pid, resume)
  }

  snapshot(): ProcessesSnapshot {
    return { nextPid: this.#nextPid, processes: [...this.#table.values()].map(process => ({ ...process })) }
  }

  /** Those who waited for an end no longer do: they belong to the state that is left. */
  restore(snapshot: ProcessesSnapshot): void {
    this.boot([])
    this.#nextPid = snapshot.nextPid
    for (const { planned, ...process } of snapshot.processes) {
      this.#table.set(process.pid, process)
      if (planned !== undefined) this.#plan(process.pid, planned)
    }
  }

  #count(states: string): number {
    let count = 0
    for (const process of this.#table.values()) if (states.includes(this.stateOf(process))) count++
    return count
  }

  #plan(pid: number, planned: Planned): void {
    const process = this.#table.get(pid)
    if (process === undefined) return
    process.planned = planned
    this.#timers.get(pid)?.cancel()
    const delay = planned.at - this.#clock.inGuest()
    if (delay <= 0n) this.#end(pid, planned.ending)
    else
      this.#timers.set(
        pid,
        this.#clock.after(delay, () => {
          if (!process.isStopped) this.#end(pid, planned.ending)
        }),
      )
  }

  /** What was due while it was stopped happens now. */
  #continue(process: Process & { planned?: Planned }): void {
    this.change(process.pid, { isStopped: false })
    if (process.planned !== undefined) this.#plan(process.pid, process.planned)
  }

  #end(pid: number, ending: Ending): void {
    this.#timers.get(pid)?.cancel()
    this.#timers.delete(pid)
    this.#table.delete(pid)
    this.#onChange({ what: 'process-end', pid, ...ending })
    const waiting = this.#waiting.get(pid) ?? []
    this.#waiting.delete(pid)
    for (const done of waiting) done(ending)
  }
}
