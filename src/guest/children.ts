/** Running programs for the agent: exec, capture of what they print, and what is kept until somebody asks. */
import type { Guest } from './guest.js'
import type { Ending } from './processes.js'
import { Capture, type Captured, NOTHING } from './tasks/capture.js'
import { type Description, Given, Null } from './tasks/description.js'

export type { Captured } from './tasks/capture.js'

export interface ExecRequest {
  readonly path: string
  /** Without argv[0], which is the path. */
  readonly args: readonly string[]
  /** The whole environment of the child, NAME=VALUE in order, as execve(2) takes it. */
  readonly environ: readonly string[]
  /** Where a name without a slash is looked for. */
  readonly searchPath: string | undefined
  /** What it reads from a pipe; absent: it finds /dev/null there. */
  readonly stdin?: Uint8Array | undefined
  readonly cwd: string
  readonly user: string
  /** What is kept of what it prints; nothing without it. */
  readonly capture?: CaptureMode
  /** See resolveExecutable. */
  readonly shellFallback?: boolean
}

/** `merged`: both streams in the order written, kept as standard output. */
export type CaptureMode = 'none' | 'stdout' | 'stderr' | 'separated' | 'merged'

/** What was captured of what a program printed. */
export interface Printed {
  readonly stdout: Captured
  readonly stderr: Captured
}

export interface Child extends Printed {
  readonly pid: number
  /** It has ended, and nobody has the pipes any more that it printed to. */
  readonly ending?: Ending
}

export type ChildrenSnapshot = readonly Child[]

/** One that was started: what it prints goes where it can be asked for. */
interface Started {
  readonly pid: number
  ending: Ending | undefined
  /** How many of the pipes that it prints to somebody has. */
  open: number
  readonly printed: () => Printed
  readonly abandon: () => void
}

export class Children {
  readonly #guest: Guest
  readonly #children = new Map<number, Started>()

  constructor(guest: Guest) {
    this.#guest = guest
  }

  /** Starts a program and returns its pid. Throws Errno when it can't be executed. */
  exec(request: ExecRequest): number {
    return this.#launch(request, child => this.#children.set(child.pid, child))
  }

  /**
   * Starts a program that the agent itself waits for: nothing of it is kept, `done` is told how it ended and what it
   * printed, as `request.capture` says. Throws Errno when it can't be executed.
   */
  run(request: ExecRequest, done: (ending: Ending, output: Printed) => void): void {
    this.#launch(
      request,
      () => {},
      ({ ending, printed }) => {
        if (ending !== undefined) this.#guest.tasks.afterwards(() => done(ending, printed()))
      },
    )
  }

  /** Undefined for a pid that is none of ours. A finished one is forgotten once it has been asked for. */
  status(pid: number): Child | undefined {
    const child = this.#children.get(pid)
    if (child === undefined) return undefined
    const told = tell(child)
    if (told.ending !== undefined) this.#children.delete(pid)
    return told
  }

  /** The agent has gone, and what it knew with it. The processes live on, as children of init; nobody reads what they print. */
  forgetAll(): void {
    for (const child of this.#children.values()) {
      if (child.ending === undefined) this.#guest.tasks.orphan(child.pid)
      child.abandon()
    }
    this.#children.clear()
  }

  snapshot(): ChildrenSnapshot {
    return [...this.#children.values()].map(tell)
  }

  /** Pipes belong to the state that is left: one that runs has ended when its process does. */
  restore(snapshot: ChildrenSnapshot): void {
    this.#children.clear()
    for (const { pid, ending, ...printed } of snapshot) {
      const child: Started = { pid, ending, open: 0, printed: () => printed, abandon: () => {} }
      this.#children.set(pid, child)
      if (ending === undefined) {
        this.#guest.processes.onEnd(pid, ended => {
          child.ending = ended
        })
      }
    }
  }

  #launch(
    request: ExecRequest,
    started: (child: Started) => void,
    finished: (child: Started) => void = () => {},
  ): number {
    const { path, args, environ, searchPath, stdin, cwd, user, capture = 'none', shellFallback = false } = request
    const { tasks, agentPid } = this.#guest
    let child: Started | undefined
    const check = () => {
      if (child?.ending !== undefined && child.open === 0) finished(child)
    }
    const pipe = () =>
      new Capture(tasks.pipeLink(), () => {
        if (child !== undefined) child.open--
        check()
      })
    const out = /stdout|separated|merged/.test(capture) ? pipe() : undefined
    const err = /stderr|separated/.test(capture) ? pipe() : undefined
    const descriptors: Record<number, Description> = {
      0: stdin === undefined ? new Null() : new Given(stdin, tasks.pipeLink()),
      1: out ?? new Null(),
      2: err ?? (capture === 'merged' && out !== undefined ? out : new Null()),
    }
    const launch = {
      ...{ path, argv: [path, ...args], searchPath, shellFallback, environ, cwd, user, descriptors },
      ppid: agentPid,
    }
    return tasks.launch(
      launch,
      pid => this.#children.has(pid),
      pid => {
        const begun: Started = {
          ...{ pid, ending: undefined, open: (out ? 1 : 0) + (err ? 1 : 0) },
          printed: () => ({ stdout: out?.captured ?? NOTHING, stderr: err?.captured ?? NOTHING }),
          abandon: () => {
            out?.abandon()
            err?.abandon()
          },
        }
        child = begun
        started(begun)
        return ending => {
          begun.ending = ending
          check()
        }
      },
    )
  }
}

function tell({ pid, ending, open, printed }: Started): Child {
  return { pid, ...printed(), ...(ending !== undefined && open === 0 && { ending }) }
}
