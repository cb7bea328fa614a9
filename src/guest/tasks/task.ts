/** A process that runs: what it has and what it can ask of the kernel. Calls that may block are generators. */
import { readEnviron } from '../environ.js'
import { Errno } from '../errno.js'
import type { Credentials } from '../files/credentials.js'
import type { OpenFlags } from '../files/open-file.js'
import type { Guest } from '../guest.js'
import type { Ending } from '../processes.js'
import type { Wait } from '../wait.js'
import { Waiters } from '../waiters.js'
import { type Description, FileDescription } from './description.js'
import { Descriptors } from './descriptors.js'
import { endlessKind, isEndless } from './endless.js'
import { Frozen } from './frozen.js'
import { Interrupted } from './interrupted.js'
import { Killed } from './killed.js'
import { descriptorOf } from './own-pipes.js'
import type { Body } from './stream.js'
import type { Tasks } from './tasks.js'
import type { Turns } from './turns.js'

const SIGPIPE = 13
const READ_SIZE = 65_536
/** What one read of /dev/urandom gives, and the work of it: every byte has to be drawn. */
const DRAWN_SIZE = 4096
const DRAWING = 192
/** What a program may keep of what it reads: the host's memory is not the guest's to fill. */
export const MOST_MEMORY = 256 << 20
/** So much of `work` may one process do of a turn. */
const STEPS_OF_A_TURN = 20_000
/** What a write to a file costs in such steps, and how many bytes add one. */
const WRITING = 1
const BYTES_A_STEP = 4096
/** What a fork costs. */
const FORK = 250

/** What a new process differs in from the one that starts it. */
export interface Inheritance {
  readonly cwd?: string
  readonly user?: string
  readonly environ?: readonly string[]
  readonly umask?: number
  /** Numbers that refer to something else; null: closed. */
  readonly descriptors?: Readonly<Record<number, Description | null>>
  /** 'own': it leads a group. */
  readonly pgid?: number | 'own'
  readonly sid?: number
}

/** What execve(2) is asked for, and where a name without a slash is looked for. */
export interface Execution {
  /** As it is to be found: a path, or a name for PATH. */
  readonly path: string
  /** argv[0] first. */
  readonly argv: readonly string[]
  /** Default: PATH of the environment. */
  readonly searchPath?: string | undefined
  /** See resolveExecutable. Default: what processes start is looked for as execvp(3) does, and the fallback is part of that. */
  readonly shellFallback?: boolean
  /** How whoever asks for it runs a file that is executable, but no program; `file` is its path as it was found. */
  readonly runText?: (file: string, argv: readonly string[]) => Body
}

export class Task {
  readonly pid: number
  /** Its parent: init, once that has ended. */
  ppid: number
  readonly guest: Guest
  readonly descriptors = new Descriptors()
  /** How signals are met that are not left to the default: ignored, or handed to `pending`. */
  readonly dispositions = new Map<number, 'ignore' | 'catch'>()
  /** Signals that were caught and not yet looked at. */
  readonly pending: number[] = []
  /** Called back when a caught signal comes. */
  readonly signalled = new Waiters()
  argv: readonly string[]
  /** NAME=VALUE in order. */
  environ: readonly string[]
  cwd: string
  readonly user: string
  /** As when it was started, whatever becomes of the account: a child of the same user has that of its parent. */
  readonly cred: Credentials
  umask: number
  readonly turns: Turns
  readonly #tasks: Tasks
  readonly #ended = new Map<number, Ending>()
  readonly #children = new Set<number>()
  readonly #childEnded = new Waiters()
  /** The child that was waited for last. */
  lastWaited = 0
  /** It waits for nothing but its next turn. */
  hasUsedUpTurn = false
  #steps = 0

  constructor(
    tasks: Tasks,
    pid: number,
    from: {
      ppid: number
      argv: readonly string[]
      environ: readonly string[]
      cwd: string
      user: string
      cred?: Credentials
      umask: number
      turns: Turns
    },
  ) {
    this.#tasks = tasks
    this.guest = tasks.guest
    this.pid = pid
    this.ppid = from.ppid
    this.argv = from.argv
    this.environ = from.environ
    this.cwd = from.cwd
    this.user = from.user
    this.cred = from.cred ?? this.guest.users.credentials(from.user)
    this.umask = from.umask
    this.turns = from.turns
  }

  /** The environment as getenv(3) finds it. */
  get env(): Readonly<Record<string, string>> {
    return readEnviron(this.environ)
  }

  /** An absolute path of what was named: relative names begin at the working directory. */
  path(name: string): string {
    return name === '' || name.startsWith('/') ? name : `${this.cwd.replace(/\/$/, '')}/${name}`
  }

  /** chdir(2). Throws ENOENT, ENOTDIR, EACCES. */
  chdir(path: string): void {
    const { files } = this.guest
    if (files.stat(path, this.cred).kind !== 'directory') throw new Errno('ENOTDIR', path)
    files.access(path, 'x', this.cred)
    this.cwd = path
    this.guest.processes.change(this.pid, { cwd: files.realpath(path) })
  }

  /** Does what may touch a frozen file system, again once it is thawed. Only what is a single system call may be asked. */
  *call<T>(action: () => T): Generator<Wait, T, void> {
    for (;;) {
      try {
        return action()
      } catch (error) {
        if (!(error instanceof Frozen)) throw error
        yield* this.#waitForThaw()
      }
    }
  }

  /**
   * open(2), which waits for the other end of a fifo. The description is not held yet: give it to a descriptor. With
   * `isInterruptible` throws Interrupted when a signal comes meanwhile that is caught.
   */
  *open(name: string, flags: OpenFlags, mode = 0o666, isInterruptible = false): Generator<Wait, Description, void> {
    const path = this.path(name)
    const own = this.#ownDescriptor(path)
    if (own !== undefined) return own
    const file = yield* this.call(() => this.guest.files.open(path, { ...flags, blocks: true }, mode, this.cred))
    const description = new FileDescription(file, this.guest.files.realpath(path))
    yield* this.#meetPartner(description, isInterruptible)
    return description
  }

  /** read(2) that blocks: empty at the end. Throws EBADF, EISDIR and what the file gives. */
  *read(fd: number, length = READ_SIZE): Generator<Wait, Uint8Array, void> {
    const description = this.descriptors.get(fd)
    const isDrawn = endlessKind(description) === 'random'
    if (isDrawn) yield* this.work(DRAWING)
    for (;;) {
      try {
        return description.read(isDrawn ? Math.min(length, DRAWN_SIZE) : length)
      } catch (error) {
        if (!(error instanceof Errno && error.code === 'EAGAIN')) throw error
        yield description.changed
      }
    }
  }

  /** Until the end. Throws as `read`, and ENOMEM when that doesn't come. */
  *readAll(fd: number): Generator<Wait, Uint8Array, void> {
    const parts: Uint8Array[] = []
    let size = 0
    const description = this.descriptors.get(fd)
    for (let part = yield* this.read(fd); part.length > 0; part = yield* this.read(fd)) {
      size += part.length
      if (size > MOST_MEMORY || isEndless(description)) throw new Errno('ENOMEM')
      parts.push(part)
    }
    if (parts.length === 1 && parts[0] !== undefined) return parts[0]
    const whole = new Uint8Array(size)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  /**
   * write(2) until all is written. Throws EBADF, ENOSPC and what the file gives; a pipe that nobody reads ends the process
   * by SIGPIPE, or throws EPIPE when it ignores that.
   */
  *write(fd: number, bytes: Uint8Array): Generator<Wait, void, void> {
    const description = this.descriptors.get(fd)
    let rest = bytes
    while (rest.length > 0) {
      try {
        const count = yield* this.call(() => description.write(rest))
        rest = rest.subarray(count)
        const { file } = description
        if (file !== undefined && file.pipe === undefined) yield* this.work(WRITING + Math.floor(count / BYTES_A_STEP))
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        if (error.code === 'EPIPE' && !this.dispositions.has(SIGPIPE)) throw new Killed(SIGPIPE)
        if (error.code !== 'EAGAIN') throw error
        yield description.changed
      }
    }
  }

  /** Both ends of a new pipe, not held yet. */
  pipe(): { readonly reader: Description; readonly writer: Description } {
    return this.#tasks.pipe()
  }

  /** Nanoseconds of the guest's clock. */
  *sleep(duration: bigint): Generator<Wait, void, void> {
    if (duration > 0n) yield resume => this.guest.clock.after(duration, resume)
  }

  /** Nothing is left but that time passes, until it has: what holds no more than that can be told in a snapshot. */
  *settle(duration: bigint | 'forever', ending: Ending): Generator<Wait, Ending, void> {
    if (this.#tasks.settle(this, duration, ending) || duration === 'forever') return yield* this.pause()
    yield* this.sleep(duration)
    return ending
  }

  /** Until it is ended from outside. */
  *pause(): Generator<Wait, never, void> {
    for (;;) yield () => {}
  }

  /** To be called for every small piece of work: see Turns. While it waits for its next turn it counts as running. */
  *work(steps = 1): Generator<Wait, void, void> {
    this.#steps += steps
    if (!this.turns.spend(steps) && this.#steps < STEPS_OF_A_TURN) return
    this.#steps = 0
    this.guest.processes.change(this.pid, { isBusy: true })
    this.hasUsedUpTurn = true
    yield this.turns.next
    this.hasUsedUpTurn = false
    this.guest.processes.change(this.pid, { isBusy: false })
  }

  /** It waits for something else than its next turn. */
  rests(): void {
    this.#steps = 0
  }

  /** fork(2) and execve(2): another process that executes a program. Throws Errno as resolveExecutable. */
  spawn(execution: Execution, inheritance: Inheritance = {}): Task {
    this.turns.spend(FORK)
    const child = this.#tasks.spawn(this, execution, inheritance)
    this.#children.add(child.pid)
    return child
  }

  /** fork(2): another process that goes on with `body`. Throws EAGAIN. */
  fork(body: Body, inheritance: Inheritance = {}): Task {
    this.turns.spend(FORK)
    const child = this.#tasks.fork(this, body, inheritance)
    this.#children.add(child.pid)
    return child
  }

  /**
   * execve(2): this process becomes another program, and ends when that does; nothing behind the call is done. Throws
   * Errno as resolveExecutable.
   */
  *become(execution: Execution, environ = this.environ): Generator<Wait, never, void> {
    const body = this.#tasks.load(this, execution, environ)
    this.turns.spend(FORK)
    yield resume => {
      this.#tasks.replace(this, body)
      // What was forked at the same time has come as far as this before any of them begins.
      resume()
    }
    return yield* this.pause()
  }

  /** Runs a program to its end. Throws Errno as resolveExecutable. */
  *run(execution: Execution, inheritance: Inheritance = {}): Generator<Wait, Ending, void> {
    return yield* this.wait(this.spawn(execution, inheritance).pid)
  }

  /** Children that were not waited for, those that have ended included. */
  get children(): readonly number[] {
    return [...this.#children]
  }

  /** How a child has ended; undefined while it runs. */
  endingOf(pid: number): Ending | undefined {
    return this.#ended.get(pid)
  }

  /** waitpid(2). Throws ESRCH for a pid that is no child of this process. */
  *wait(pid: number): Generator<Wait, Ending, void> {
    for (;;) {
      if (!this.#children.has(pid)) throw new Errno('ESRCH')
      const ending = this.#ended.get(pid)
      if (ending !== undefined) {
        this.#ended.delete(pid)
        this.#children.delete(pid)
        this.guest.processes.reap(pid)
        this.lastWaited = pid
        return ending
      }
      yield this.#childEnded.wait
    }
  }

  /** Until a child ends, or a signal comes that is caught. */
  *waitForAny(): Generator<Wait, void, void> {
    yield resume => {
      this.#childEnded.wait(resume)
      this.signalled.wait(resume)
    }
  }

  /** A child has ended. */
  childEnded(pid: number, ending: Ending): void {
    this.#ended.set(pid, ending)
    this.#childEnded.wake()
  }

  /** kill(2). A signal that ends this process itself ends it here. Throws ESRCH, EPERM. */
  kill(pid: number, signal: number): void {
    const target = this.guest.processes.get(pid)
    if (target === undefined) throw new Errno('ESRCH')
    if (this.cred.uid !== 0 && target.user !== this.user) throw new Errno('EPERM')
    this.guest.processes.signal(pid, signal)
    if (pid === this.pid && this.guest.processes.get(pid) === undefined) throw new Killed(signal)
  }

  /** Who opens both ends of a fifo waits for nobody. */
  *#meetPartner(description: FileDescription, isInterruptible: boolean): Generator<Wait, void, void> {
    const { pipe, flags } = description.file
    if (pipe === undefined || (flags.read && flags.write)) return
    const side = flags.read ? 'writers' : 'readers'
    if (pipe[side] > 0) return
    const before = pipe.opened[side]
    const known = this.pending.length
    let hasMet = false
    try {
      while (pipe.opened[side] === before) {
        if (isInterruptible && this.pending.length > known) throw new Interrupted()
        yield resume => {
          pipe.changed.wait(resume)
          this.signalled.wait(resume)
        }
      }
      hasMet = true
    } finally {
      if (!hasMet) description.hold().release()
    }
  }

  *#waitForThaw(): Generator<Wait, void, void> {
    this.guest.processes.change(this.pid, { isBlocked: true })
    yield this.#tasks.thawed.wait
    this.guest.processes.change(this.pid, { isBlocked: false })
  }

  /** What /dev/stdin, /dev/fd/3 and /proc/self/fd/3 open. */
  #ownDescriptor(path: string): Description | undefined {
    const fd = descriptorOf(path)
    return fd !== undefined && this.descriptors.has(fd) ? this.descriptors.get(fd) : undefined
  }
}
