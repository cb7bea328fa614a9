/** A text tool of just-bash as a program of the guest. */
import { Errno } from '../../errno.js'
import type { Body } from '../../tasks/stream.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { type CommandResult, type JustBash, loadJustBash, ShellUnavailable } from '../just-bash.js'
import { correctErrors, type Failure, toError } from './errors.js'
import { fileSystem } from './file-system.js'
import type { Request, Timer } from './requests.js'
import type { Call, Surroundings } from './sandbox.js'
import { toBytes, toDecodable, toLatin1 } from './text.js'
import { findOffset } from './zone.js'

const MILLISECOND = 1_000_000n
/** What is only there to guard a host is no concern here: memory is bounded by what a file may be. */
const LIMITS = { maxWorkUnits: 1e9, maxAwkIterations: 1e8, maxSedIterations: 1e8, maxJqIterations: 1e7 }

export interface ToolSettings {
  /** It works on bytes, not on characters. */
  readonly isBinary?: boolean
  /** Arguments as just-bash's own wants them. */
  readonly prepare?: (args: readonly string[], task: Task) => readonly string[]
  /** Its result as the real tool's; `complaint` replaces all of it. */
  readonly correct?: (result: ToolResult, args: readonly string[]) => ToolResult
}

export interface ToolResult {
  readonly stdout: Uint8Array
  readonly stderr: string
  readonly exitCode: number
}

/** `name`: that of just-bash's command. */
export function textTool(name: string, settings: ToolSettings = {}): Body {
  return function* (task) {
    let justBash: JustBash
    try {
      justBash = loadJustBash()
    } catch (error) {
      if (!(error instanceof ShellUnavailable)) throw error
      yield* write(task, 2, Buffer.from(`mockvm: ${error.message}\n`))
      return { exitCode: 127 }
    }
    const given = task.argv.slice(1)
    const args = settings.prepare?.(given, task) ?? given
    const { stdout, stderr, exitCode } = yield* new Run(task, justBash, name, args, settings).result()
    yield* write(task, 2, toBytes(stderr, false))
    yield* write(task, 1, stdout)
    return { exitCode }
  }
}

/** One run of a tool, or two: whether it reads its input shows only when it asks for that. */
class Run {
  readonly #task: Task
  readonly #justBash: JustBash
  readonly #name: string
  readonly #args: readonly string[]
  readonly #settings: ToolSettings
  readonly #requests: Request[] = []
  readonly #failures: Failure[] = []
  #timers: Timer[] = []
  #input: string | undefined
  #asksInput = false

  constructor(task: Task, justBash: JustBash, name: string, args: readonly string[], settings: ToolSettings) {
    this.#task = task
    this.#justBash = justBash
    this.#name = name
    this.#args = args
    this.#settings = settings
  }

  *result(): Generator<Wait, ToolResult, void> {
    let call = yield* this.#once()
    if (this.#input === undefined && this.#asksInput) {
      const bytes = yield* readInput(this.#task)
      this.#input = this.#settings.isBinary ? toLatin1(bytes) : toDecodable(bytes)
      this.#failures.length = 0
      call = yield* this.#once()
    }
    return this.#told(call)
  }

  /** Until it has ended, or asks for its input before that is there and would change something. */
  *#once(): Generator<Wait, Call<CommandResult>, void> {
    const { sandbox, commands } = this.#justBash
    const command = commands.get(this.#name)
    if (command === undefined) throw new ShellUnavailable(`just-bash has no ${this.#name}`)
    const surroundings = this.#surroundings()
    this.#requests.length = 0
    this.#timers = []
    let call: Call<CommandResult> = { isDone: false }
    sandbox.run(surroundings, () => {
      call = sandbox.follow(command.execute([...this.#args], this.#context()))
    })
    while (!call.isDone) {
      const request = this.#requests.shift()
      if (request === undefined) {
        yield* this.#nextTimer(surroundings)
        continue
      }
      if (request.isWrite && this.#asksInput && this.#input === undefined) return call
      const settle = yield* this.#serve(request)
      sandbox.run(surroundings, settle)
    }
    return call
  }

  *#serve({ serve, deferred }: Request): Generator<Wait, () => void, void> {
    try {
      const value = yield* serve()
      return () => deferred.resolve(value)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return () => deferred.reject(toError(this.#justBash.sandbox, error))
    }
  }

  *#nextTimer(surroundings: Surroundings): Generator<Wait, void, void> {
    const [next] = this.#timers.toSorted((a, b) => Number(a.at - b.at))
    if (next === undefined) throw new Error(`${this.#name} of just-bash waits for something that is not of the guest`)
    this.#timers = this.#timers.filter(timer => timer !== next)
    yield* this.#task.sleep(next.at - this.#task.guest.clock.inGuest())
    this.#justBash.sandbox.run(surroundings, () => next.callback())
  }

  #context(): object {
    const { sandbox, createCommandContext } = this.#justBash
    const { env, cwd } = this.#task
    const context = createCommandContext({
      fs: fileSystem(this.#task, sandbox, !this.#settings.isBinary, (serve, isWrite) =>
        this.#ask(serve, isWrite),
      ) as never,
      cwd,
      env: sandbox.map(Object.entries(env)) as never,
      exportedEnv: { ...env },
      executionLimits: LIMITS,
    })
    return Object.defineProperty(context, 'stdin', {
      get: () => {
        this.#asksInput = true
        return this.#input ?? ''
      },
    })
  }

  #ask(serve: Request['serve'], isWrite: boolean): unknown {
    const deferred = this.#justBash.sandbox.defer()
    const noted = this.#noting(serve)
    this.#requests.push({ serve: noted, isWrite, deferred })
    return deferred.promise
  }

  /** just-bash tells few errors apart: what went wrong is kept for its messages. */
  #noting(serve: Request['serve']): Request['serve'] {
    const failures = this.#failures
    return function* () {
      try {
        return yield* serve()
      } catch (error) {
        if (error instanceof Errno) failures.push({ message: error.message, text: error.text })
        throw error
      }
    }
  }

  #surroundings(): Surroundings {
    const { guest, env } = this.#task
    const { clock, random } = guest
    return {
      now: () => Number(clock.now() / MILLISECOND),
      uptime: () => Number(clock.uptime()) / 1e6,
      random: () => random.stream('text-tools').below(2 ** 32) / 2 ** 32,
      offset: findOffset(guest, env),
      setTimer: (callback, delay) => {
        const timer = { at: clock.inGuest() + BigInt(Math.round(delay)) * MILLISECOND, callback }
        this.#timers.push(timer)
        return timer
      },
      clearTimer: given => {
        this.#timers = this.#timers.filter(timer => timer !== given)
      },
    }
  }

  #told({ value, error }: Call<CommandResult>): ToolResult {
    if (value === undefined) {
      const reason = error instanceof Error ? error.message : String(error)
      return { stdout: new Uint8Array(0), stderr: `${this.#task.argv[0]}: ${reason}\n`, exitCode: 2 }
    }
    const isBytes = value.stdoutKind === 'bytes' || value.stdoutEncoding === 'binary'
    const told = {
      stdout: toBytes(value.stdout, isBytes),
      stderr: correctErrors(value.stderr, this.#failures),
      exitCode: value.exitCode,
    }
    return this.#settings.correct?.(told, this.#args) ?? told
  }
}

/** Nothing of a descriptor that is closed or can't be read. */
function* readInput(task: Task): Generator<Wait, Uint8Array, void> {
  try {
    return yield* task.readAll(0)
  } catch (error) {
    if (error instanceof Errno) return new Uint8Array(0)
    throw error
  }
}

function* write(task: Task, fd: number, bytes: Uint8Array): Generator<Wait, void, void> {
  if (bytes.length > 0 && task.descriptors.has(fd)) yield* task.write(fd, bytes)
}
