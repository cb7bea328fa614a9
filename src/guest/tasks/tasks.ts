/**
 * The processes that run: each goes on when what it waits for has come, one after the other, until all of them wait.
 * Nothing here takes time of the guest's clock, and all is done when a call from outside returns.
 */
import type { MountConfig } from '../config.js'
import { Errno } from '../errno.js'
import { Pipe } from '../files/pipe.js'
import type { Guest } from '../guest.js'
import type { Ending, Process } from '../processes.js'
import { IGNORED, STOPPING, signalName } from '../programs/signals.js'
import type { Wait } from '../wait.js'
import { Waiters } from '../waiters.js'
import { CallStack } from './call-stack.js'
import { type Description, PipeEnd } from './description.js'
import { Frozen } from './frozen.js'
import { Killed } from './killed.js'
import { type Loaded, loadExecutable } from './load.js'
import type { Body } from './stream.js'
import { type Execution, type Inheritance, Task } from './task.js'
import { Turns } from './turns.js'

interface Running {
  readonly task: Task
  stack: CallStack<Ending> | undefined
  /** Which wait it is in: what an earlier one brings is late. */
  turn: number
  /** It could go on, but is stopped. */
  isHeld: boolean
  /** What will end it, once it can be ended. */
  doom: number | undefined
  /** Nothing is left to be done but that its time runs out, which is in the process table. */
  isSettled: boolean
}

/** A process that nobody of the guest's own forks: the agent starts it. */
export interface Launch extends Execution {
  readonly ppid: number
  readonly environ: readonly string[]
  readonly cwd: string
  readonly user: string
  readonly descriptors: Readonly<Record<number, Description>>
}

/** RLIMIT_NPROC of a small guest, which counts zombies too, and what keeps a fork bomb from the host's memory. */
const MOST_TASKS = 1000
/** What it costs that a process goes on, in steps of its turn. */
const WAKING = 10
const UMASK = 0o022
const INIT = 1
const SIGSEGV = 11

export class Tasks {
  readonly guest: Guest
  /** Told when a file system is thawed. */
  readonly thawed = new Waiters()
  readonly #running = new Map<number, Running>()
  #ready: Running[] = []
  #afterwards: (() => void)[] = []
  #isDraining = false
  #pipes = 0
  #current: Task | undefined

  constructor(guest: Guest) {
    this.guest = guest
    guest.processes.onSignal((process, signal) => this.#signalled(process, signal))
  }

  /** The one whose step it is. */
  get current(): Task | undefined {
    return this.#current
  }

  get(pid: number): Task | undefined {
    return this.#running.get(pid)?.task
  }

  /** Throws Frozen when a task would change what is frozen. Who changes files from outside of the guest may. */
  beforeChange(mount: MountConfig): void {
    if (this.#current !== undefined && this.guest.mounts.isSourceFrozen(mount.source)) throw new Frozen()
  }

  /** Throws while there is a process that can't be told in a snapshot. */
  checkSettled(): void {
    const [first] = [...this.#running.values()].filter(({ isSettled }) => !isSettled)
    if (first === undefined) return
    const { pid, argv } = first.task
    const what = `process ${pid} (${argv.join(' ')}) is in the middle of something`
    throw new Error(`snapshot: expected programs that do nothing but wait for their end, but ${what}; let it end first`)
  }

  pipe(): { readonly reader: Description; readonly writer: Description } {
    const pipe = new Pipe()
    const link = this.pipeLink()
    return { reader: new PipeEnd(pipe, 'readers', link), writer: new PipeEnd(pipe, 'writers', link) }
  }

  /** What /proc shows of a new pipe. */
  pipeLink(): string {
    return `pipe:[${20_000 + this.#pipes++}]`
  }

  /**
   * Starts a program for somebody who is no task. It has run as far as it can without time passing when this returns.
   * `isTaken` says which pids can't be given. Throws Errno as resolveExecutable, and E2BIG, EAGAIN.
   */
  launch(launch: Launch, isTaken: (pid: number) => boolean, begins: (pid: number) => (ending: Ending) => void): number {
    const { ppid, environ, cwd, user, descriptors } = launch
    const loaded = this.#load(launch, environ, cwd, user)
    const pid = this.#allocatePid(isTaken)
    const turns = new Turns(this.guest.clock)
    const task = new Task(this, pid, { ppid, argv: loaded.argv, environ, cwd, user, umask: UMASK, turns })
    for (const [fd, description] of Object.entries(descriptors)) task.descriptors.set(Number(fd), description)
    this.#start(task, { ppid, isBusy: loaded.isBusy, ...namesOf(loaded) }, loaded.body, begins(pid))
    return pid
  }

  spawn(parent: Task, execution: Execution, inheritance: Inheritance): Task {
    const { environ = parent.environ, cwd = parent.cwd, user = parent.user } = inheritance
    const loaded = this.#load({ shellFallback: true, ...execution }, environ, cwd, user)
    const same = loaded.isText ? { ...this.#namesOf(parent), argv: parent.argv } : {}
    return this.#child(parent, { ...loaded, ...same }, inheritance, false)
  }

  fork(parent: Task, body: Body, inheritance: Inheritance): Task {
    const same = { body, argv: parent.argv, isBusy: false, ...this.#namesOf(parent) }
    return this.#child(parent, same, inheritance, true)
  }

  /** Whether a program could be executed. Throws Errno as resolveExecutable. */
  check(task: Task, path: string, searchPath: string): void {
    this.#load({ path, argv: [path], searchPath, shellFallback: true }, [], task.cwd, task.user)
  }

  /** execve(2): what the process goes on with. Signals that were caught are met by default again. */
  load(task: Task, execution: Execution, environ: readonly string[]): Body {
    const loaded = this.#load({ shellFallback: true, ...execution }, environ, task.cwd, task.user)
    const { body, isBusy } = loaded
    const argv = loaded.isText ? task.argv : loaded.argv
    task.argv = argv
    task.environ = environ
    for (const [signal, disposition] of task.dispositions) if (disposition === 'catch') task.dispositions.delete(signal)
    this.guest.processes.change(task.pid, { argv, environ, isBusy, ...namesOf(loaded) })
    return body
  }

  /** What a process does from now on, in place of what it does. */
  replace(task: Task, body: Body): void {
    const running = this.#running.get(task.pid)
    if (running !== undefined) running.stack = new CallStack(body(task))
  }

  /** Lets a process end when its time is up, as the process table knows: so much of it can be told in a snapshot. */
  settle(task: Task, duration: bigint | 'forever', ending: Ending): boolean {
    const running = this.#running.get(task.pid)
    if (running === undefined || this.#running.has(task.ppid)) return false
    running.isSettled = true
    if (duration !== 'forever') this.guest.processes.endAfter(task.pid, duration, ending)
    return true
  }

  /** Calls back when nothing of the guest is left to be done now: at once unless it is in the middle of it. */
  afterwards(action: () => void): void {
    this.#afterwards.push(action)
    this.#drain()
  }

  /** Its parent has gone: it is init's. */
  orphan(pid: number): void {
    const task = this.#running.get(pid)?.task
    if (task !== undefined) task.ppid = INIT
    this.guest.processes.change(pid, { ppid: INIT })
    this.guest.processes.reap(pid)
  }

  /** All of them are gone, and nobody is told: the guest boots, or becomes another one. */
  forgetAll(): void {
    const all = [...this.#running.values()]
    this.#running.clear()
    this.#ready = []
    this.#afterwards = []
    for (const running of all) this.#close(running)
  }

  #load(execution: Execution, environ: readonly string[], cwd: string, user: string): Loaded {
    return loadExecutable(this.guest, execution, environ, cwd, user)
  }

  #allocatePid(isTaken?: (pid: number) => boolean): number {
    const { processes, config } = this.guest
    if (processes.count - config.processes.length >= MOST_TASKS) throw new Errno('EAGAIN')
    return processes.allocatePid(isTaken)
  }

  /** What the process table calls it. */
  #namesOf({ pid }: Task): Pick<Process, 'exe' | 'comm'> {
    return namesOf(this.guest.processes.get(pid) ?? {})
  }

  #child(parent: Task, loaded: Loaded, inheritance: Inheritance, isFork: boolean): Task {
    const pid = this.#allocatePid()
    const { body, argv, isBusy } = loaded
    const { environ = parent.environ, cwd = parent.cwd, user = parent.user, umask = parent.umask } = inheritance
    const { turns } = parent
    const cred = user === parent.user ? { cred: parent.cred } : {}
    const child = new Task(this, pid, { ppid: parent.pid, argv, environ, cwd, user, ...cred, umask, turns })
    parent.descriptors.copyTo(child.descriptors)
    for (const [fd, description] of Object.entries(inheritance.descriptors ?? {})) {
      if (description !== null) child.descriptors.set(Number(fd), description)
      else if (child.descriptors.has(Number(fd))) child.descriptors.close(Number(fd))
    }
    for (const [signal, disposition] of parent.dispositions)
      if (isFork || disposition === 'ignore') child.dispositions.set(signal, disposition)
    const { pgid = parent.pid, sid = parent.pid } = this.guest.processes.get(parent.pid) ?? {}
    const group = inheritance.pgid === 'own' ? pid : (inheritance.pgid ?? pgid)
    const row = { ppid: parent.pid, isBusy, pgid: group, sid: inheritance.sid ?? sid }
    this.#start(child, { ...row, ...namesOf(loaded) }, body, () => {})
    return child
  }

  #start(task: Task, row: Pick<Process, 'ppid'> & Partial<Process>, body: Body, done: (ending: Ending) => void): void {
    const { pid, argv, user, environ, cwd } = task
    const running: Running = {
      task,
      ...{ stack: undefined, turn: 0, isHeld: false, doom: undefined, isSettled: false },
    }
    this.#running.set(pid, running)
    this.guest.processes.start({ ...row, pid, argv, user, environ, cwd }, ending => {
      this.#ended(running, ending)
      done(ending)
    })
    running.stack = new CallStack(body(task))
    this.#makeReady(running)
  }

  #makeReady(running: Running): void {
    this.#ready.push(running)
    this.#drain()
  }

  #drain(): void {
    if (this.#isDraining) return
    this.#isDraining = true
    try {
      for (let next = this.#ready.shift(); next !== undefined; next = this.#ready.shift()) this.#step(next)
    } finally {
      this.#isDraining = false
    }
    // Whoever is outside may begin anew, so only now, and one at a time.
    this.#afterwards.shift()?.()
    if (this.#afterwards.length > 0) this.#drain()
  }

  #step(running: Running): void {
    const { task, stack } = running
    if (stack === undefined || !this.#isRunning(running)) return
    if (this.guest.processes.get(task.pid)?.isStopped) {
      running.isHeld = true
      return
    }
    const before = this.#current
    this.#current = task
    try {
      if (running.doom !== undefined) throw new Killed(running.doom)
      if (task.turns.spend(WAKING)) {
        this.#wait(running, task.turns.next)
        return
      }
      const next = stack.next()
      if (next.done) this.#finish(running, next.value)
      else this.#wait(running, next.value)
    } catch (error) {
      this.#finish(running, endingOf(error))
    } finally {
      this.#current = before
    }
  }

  #wait(running: Running, wait: Wait): void {
    const turn = ++running.turn
    if (!running.task.hasUsedUpTurn) running.task.rests()
    wait(() => {
      if (running.turn !== turn) return
      running.turn++
      this.#makeReady(running)
    })
  }

  #isRunning(running: Running): boolean {
    return this.#running.get(running.task.pid) === running
  }

  #finish(running: Running, ending: Ending): void {
    const { pid, ppid } = running.task
    if (!this.#isRunning(running)) return
    if (this.#running.has(ppid)) this.guest.processes.leaveZombie(pid, ending)
    else this.guest.processes.exit(pid, ending)
  }

  /** The process table says that it has ended, however that came. */
  #ended(running: Running, ending: Ending): void {
    const { pid, ppid } = running.task
    if (!this.#isRunning(running)) return
    this.#running.delete(pid)
    this.#close(running)
    for (const child of running.task.children) this.orphan(child)
    this.#running.get(ppid)?.task.childEnded(pid, ending)
  }

  #close(running: Running): void {
    running.turn++
    running.task.descriptors.closeAll()
    running.stack?.return()
  }

  #signalled(process: Process, signal: number): boolean {
    const running = this.#running.get(process.pid)
    if (running === undefined) return false
    const { task } = running
    const name = signalName(signal)
    const disposition = name === 'KILL' || name === 'STOP' ? undefined : task.dispositions.get(signal)
    if (name === 'CONT') this.#continue(running)
    if (disposition === 'ignore') return true
    if (disposition === 'catch') {
      task.pending.push(signal)
      task.signalled.wake()
      return true
    }
    if (name === 'CONT' || STOPPING.includes(name) || IGNORED.includes(name)) return false
    if (process.isBlocked) running.doom ??= signal
    else this.#finish(running, { signal })
    return true
  }

  #continue(running: Running): void {
    this.guest.processes.change(running.task.pid, { isStopped: false })
    if (!running.isHeld) return
    running.isHeld = false
    this.#makeReady(running)
  }
}

function namesOf({ exe, comm }: Pick<Process, 'exe' | 'comm'>): Pick<Process, 'exe' | 'comm'> {
  return { ...(exe !== undefined && { exe }), ...(comm !== undefined && { comm }) }
}

/**
 * An Errno that a program has not dealt with ends it like any failure, and one that uses up the stack ends as on Linux; a
 * mistake of ours must be seen.
 */
function endingOf(error: unknown): Ending {
  if (error instanceof Killed) return { signal: error.signal }
  if (error instanceof Errno) return { exitCode: 1 }
  // Perhaps one of another realm.
  if (/^RangeError: Maximum call stack/.test(String(error))) return { signal: SIGSEGV }
  process.emitWarning(error instanceof Error ? error : new Error(String(error)))
  return { exitCode: 255 }
}
