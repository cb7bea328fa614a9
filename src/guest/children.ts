/** Running programs for the agent: exec, capture of what they print, and what is kept until somebody asks. */
import type { Content } from './config.js'
import { contentBytes } from './content.js'
import { readEnviron } from './environ.js'
import { Errno } from './errno.js'
import { type Executable, type ResolveExecutable, resolveExecutable } from './execve.js'
import type { Guest } from './guest.js'
import type { Ending } from './processes.js'
import type { Program, ProgramCall, ProgramOutcome } from './programs/program.js'
import { builtins } from './programs/registry.js'

export interface ExecRequest {
  readonly path: string
  /** Without argv[0], which is the path. */
  readonly args: readonly string[]
  /** The whole environment of the child, NAME=VALUE in order, as execve(2) takes it. */
  readonly environ: readonly string[]
  /** Where a name without a slash is looked for. */
  readonly searchPath: string | undefined
  readonly stdin: Uint8Array
  readonly cwd: string
  readonly user: string
  /** What is kept of what it prints; nothing without it. */
  readonly capture?: Capture
  /** See resolveExecutable. */
  readonly shellFallback?: boolean
}

/** `merged`: both streams in the order written, kept as standard output. */
export type Capture = 'none' | 'stdout' | 'stderr' | 'separated' | 'merged'

export interface Captured {
  readonly bytes: Uint8Array
  /** There was more than is kept. */
  readonly truncated: boolean
}

/** What was captured of what a program printed. */
export interface Printed {
  readonly stdout: Captured
  readonly stderr: Captured
}

export interface Child extends Printed {
  readonly pid: number
  readonly ending?: Ending
}

export type ChildrenSnapshot = readonly Child[]

/** What is kept of each stream: 16 MiB; the rest is read and thrown away. */
export const CAPTURE_LIMIT = 16 << 20
const COMMAND_NOT_FOUND = 127
const NOTHING: Captured = { bytes: new Uint8Array(0), truncated: false }

export class Children {
  readonly #guest: Guest
  readonly #children = new Map<number, Child>()

  constructor(guest: Guest) {
    this.#guest = guest
  }

  /** Starts a program and returns its pid. Throws Errno when it can't be executed. */
  exec(request: ExecRequest): number {
    return this.#start(request, pid => {
      this.#children.set(pid, { pid, stdout: NOTHING, stderr: NOTHING })
      return {
        printed: output => this.#change(pid, output),
        ended: ending => this.#change(pid, { ending }),
      }
    })
  }

  /**
   * Starts a program that the agent itself waits for: nothing of it is kept, `done` is told how it ended and what it
   * printed, as `request.capture` says. Throws Errno when it can't be executed.
   */
  run(request: ExecRequest, done: (ending: Ending, output: Printed) => void): void {
    let output: Printed = { stdout: NOTHING, stderr: NOTHING }
    this.#start(request, () => ({
      printed: printed => {
        output = printed
      },
      ended: ending => done(ending, output),
    }))
  }

  /**
   * What a program does that another one runs, as one of its own functions: it is no process, and nothing of it is kept.
   * Throws Errno when it can't be executed.
   */
  nested(path: string, args: readonly string[], call: ProgramCall): ProgramOutcome {
    const { files, processes, users, config } = this.#guest
    const { executable, argv } = this.#resolve(files, config.programs, {
      path,
      argv: [path, ...args],
      searchPath: call.env.PATH,
      shellFallback: true,
      cred: users.credentials(processes.get(call.pid)?.user ?? 'root'),
    })
    return this.#execute(executable, { ...call, argv })
  }

  /** Undefined for a pid that is none of ours. A finished one is forgotten once it has been asked for. */
  status(pid: number): Child | undefined {
    const child = this.#children.get(pid)
    if (child?.ending !== undefined) this.#children.delete(pid)
    return child
  }

  /** The agent has gone, and what it knew with it. The processes live on. */
  forgetAll(): void {
    this.#children.clear()
  }

  snapshot(): ChildrenSnapshot {
    return [...this.#children.values()]
  }

  restore(snapshot: ChildrenSnapshot): void {
    this.#children.clear()
    for (const child of snapshot) {
      this.#children.set(child.pid, child)
      if (child.ending === undefined)
        this.#guest.processes.onEnd(child.pid, ending => this.#change(child.pid, { ending }))
    }
  }

  #start(request: ExecRequest, register: (pid: number) => Watcher): number {
    const { files, processes, config } = this.#guest
    const { executable, argv } = this.#resolve(files, config.programs, {
      path: request.path,
      argv: [request.path, ...request.args],
      searchPath: request.searchPath,
      shellFallback: request.shellFallback ?? false,
      cred: this.#guest.users.credentials(request.user),
    })
    checkSize([...argv, ...request.environ])
    const pid = processes.allocatePid(pid => this.#children.has(pid))
    // Of a program that is only described all that is known is how long it takes: it works all the while.
    const isBusy = executable.kind === 'scenario'
    const watcher = register(pid)
    processes.start({ pid, ppid: this.#guest.agentPid, user: request.user, argv, isBusy }, watcher.ended)
    const outcome = this.#execute(executable, {
      ...request,
      env: readEnviron(request.environ),
      argv,
      pid,
      guest: this.#guest,
    })
    watcher.printed(capture(outcome, request.capture))
    const { signal, exitCode = 0, duration = 0n } = outcome
    if (duration !== 'forever') processes.endAfter(pid, duration, signal === undefined ? { exitCode } : { signal })
    return pid
  }

  #execute(executable: Executable, call: ProgramCall): ProgramOutcome {
    if (executable.kind === 'scenario') {
      const { stdout, stderr, exitCode, signal, after } = executable.program
      // One byte more than is kept, so that it shows that there was more.
      const bytes = (content: Content, stream: string) =>
        contentBytes(content, CAPTURE_LIMIT + 1, `${call.argv.join(' ')}#${stream}`, this.#guest.randomBytes)
      return {
        stdout: bytes(stdout, 'stdout'),
        stderr: bytes(stderr, 'stderr'),
        exitCode,
        duration: after,
        ...(signal === undefined ? {} : { signal }),
      }
    }
    const program = executable.kind === 'builtin' ? this.#program(executable.name) : undefined
    if (program !== undefined) return program(call)
    const commandLine = call.argv.join(' ')
    return {
      exitCode: COMMAND_NOT_FOUND,
      stderr: `mockvm: nothing says what '${commandLine}' does; add it to the scenario's programs\n`,
    }
  }

  get #resolve(): ResolveExecutable {
    return this.#guest.system.resolveExecutable ?? resolveExecutable
  }

  #program(name: string): Program | undefined {
    return this.#guest.system.programs.get(name) ?? builtins.get(name)
  }

  #change(pid: number, change: Partial<Child>): void {
    const child = this.#children.get(pid)
    if (child !== undefined) this.#children.set(pid, { ...child, ...change })
  }
}

/** Told what a program printed, as soon as it is known, and how it ended. */
interface Watcher {
  printed(output: Printed): void
  ended(ending: Ending): void
}

/** MAX_ARG_STRLEN, and a quarter of the stack for all of them with a pointer each (fs/exec.c). */
const LONGEST_STRING = 131_072
const LARGEST_ARGUMENTS = 2 << 20
const POINTER = 8

function checkSize(strings: readonly string[]): void {
  const sizes = strings.map(text => Buffer.byteLength(text) + 1)
  const total = sizes.reduce((sum, size) => sum + size + POINTER, 0)
  if (sizes.some(size => size > LONGEST_STRING) || total > LARGEST_ARGUMENTS) throw new Errno('E2BIG')
}

function capture({ stdout, stderr, merged }: ProgramOutcome, mode: Capture = 'none'): Printed {
  switch (mode) {
    case 'none':
      return { stdout: NOTHING, stderr: NOTHING }
    case 'stdout':
      return { stdout: kept(stdout), stderr: NOTHING }
    case 'stderr':
      return { stdout: NOTHING, stderr: kept(stderr) }
    case 'separated':
      return { stdout: kept(stdout), stderr: kept(stderr) }
    case 'merged':
      // Of one that doesn't tell the order: into a pipe, errors come first, and output when its buffer is full.
      return { stdout: kept(merged?.() ?? Buffer.concat([toBytes(stderr), toBytes(stdout)])), stderr: NOTHING }
  }
}

function kept(output: string | Uint8Array | undefined): Captured {
  if (output === undefined) return NOTHING
  const bytes = toBytes(output)
  return { bytes: bytes.subarray(0, CAPTURE_LIMIT), truncated: bytes.length > CAPTURE_LIMIT }
}

function toBytes(output: string | Uint8Array = ''): Uint8Array {
  return typeof output === 'string' ? Buffer.from(output, 'utf8') : output
}
