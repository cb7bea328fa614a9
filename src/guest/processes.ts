/** The process table: what runs, since when, and how it ends on the guest's clock. */
import type { OnChange } from './changes.js'
import type { Clock, Timer } from './clock.js'
import type { ProcessConfig } from './config.js'
import { Errno } from './errno.js'
import type { Wait } from './wait.js'

export interface Process {
  readonly pid: number
  readonly ppid: number
  readonly user: string
  readonly argv: readonly string[]
  /** It wants a processor all the time; absent: it sleeps. */
  readonly isBusy?: boolean
  /** Nanoseconds on the monotonic clock. */
  readonly startedAt: bigint
}

export type Ending = { readonly exitCode: number } | { readonly signal: number }

/** A process that is known to end. `at` is on the monotonic clock. */
interface Planned {
  readonly at: bigint
  readonly ending: Ending
}

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

/** What 64-bit distributions set; the low ones are left to the system's own. */
const LINUX_PIDS: PidRule = { step: 1, most: 4_194_303, restart: 300 }

export class Processes {
  readonly #clock: Clock
  readonly #onChange: OnChange
  readonly #table = new Map<number, Process & { planned?: Planned }>()
  readonly #timers = new Map<number, Timer>()
  readonly #waiting = new Map<number, ((ending: Ending) => void)[]>()
  readonly #pids: PidRule
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

  get(pid: number): Process | undefined {
    return this.#table.get(pid)
  }

  /** How many want a processor. */
  get busyCount(): number {
    let count = 0
    for (const { isBusy } of this.#table.values()) if (isBusy) count++
    return count
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

  /** Sends a signal that kills. Throws ESRCH for a pid that doesn't run. */
  kill(pid: number, signal: number): void {
    if (!this.#table.has(pid)) throw new Errno('ESRCH')
    this.#end(pid, { signal })
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

  #plan(pid: number, planned: Planned): void {
    const process = this.#table.get(pid)
    if (process === undefined) return
    process.planned = planned
    const delay = planned.at - this.#clock.inGuest()
    if (delay <= 0n) this.#end(pid, planned.ending)
    else
      this.#timers.set(
        pid,
        this.#clock.after(delay, () => this.#end(pid, planned.ending)),
      )
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
