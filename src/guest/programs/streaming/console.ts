/** The frame of programs that go on while others do: what they print, how they complain, how they end. */
import { Errno } from '../../errno.js'
import type { Credentials } from '../../files/credentials.js'
import type { Ending } from '../../processes.js'
import type { Body } from '../../tasks/stream.js'
import type { Execution, Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { type GivenOptions, knownOptions, readOptions, undoneOption } from '../options.js'
import { textBytes } from '../output.js'
import { versionText } from '../versions.js'

/** What is printed is written when so much has come together, before a wait, and at the end, as stdio does. */
const BUFFER = 4096

/** Thrown to end a program. */
export class Exit extends Error {
  override readonly name = 'Exit'
  readonly code: number

  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

export class Console {
  readonly task: Task
  /** argv[0] as it is. */
  readonly name: string
  exitCode = 0
  #pending: Uint8Array[] = []
  #size = 0

  constructor(task: Task, { shortName = false } = {}) {
    this.task = task
    const given = task.argv[0] ?? ''
    this.name = shortName ? given.slice(given.lastIndexOf('/') + 1) : given
  }

  get cred(): Credentials {
    return this.task.cred
  }

  get args(): readonly string[] {
    return this.task.argv.slice(1)
  }

  *print(...parts: readonly (string | Uint8Array)[]): Generator<Wait, void, void> {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? textBytes(part) : part
      this.#pending.push(bytes)
      this.#size += bytes.length
    }
    if (this.#size >= BUFFER) yield* this.flush()
  }

  *flush(): Generator<Wait, void, void> {
    const bytes = Buffer.concat(this.#pending)
    this.#pending = []
    this.#size = 0
    if (bytes.length > 0 && this.task.descriptors.has(1)) yield* this.task.write(1, bytes)
  }

  /** Complains and goes on; the program will end with that code. */
  *warn(message: string, exitCode = 1): Generator<Wait, void, void> {
    yield* this.say(`${this.name}: ${message}\n`)
    this.exitCode = exitCode
  }

  *say(text: string): Generator<Wait, void, void> {
    yield* this.flush()
    if (this.task.descriptors.has(2)) yield* this.task.write(2, textBytes(text))
  }

  *fail(message: string, exitCode = 1): Generator<Wait, never, void> {
    yield* this.warn(message, exitCode)
    throw new Exit(exitCode)
  }

  *usage(message: string | undefined, exitCode = 1): Generator<Wait, never, void> {
    if (message !== undefined) yield* this.warn(message, exitCode)
    yield* this.say(`Try '${this.name} --help' for more information.\n`)
    throw new Exit(exitCode)
  }

  *options(
    declared: readonly string[],
    { usageCode = 1, stopEarly = false, args = this.args, others = [] as readonly string[] } = {},
  ): Generator<Wait, GivenOptions, void> {
    const read = readOptions(args, knownOptions(declared, others), stopEarly)
    if (typeof read !== 'string') {
      const undone = undoneOption(read, declared)
      if (undone === undefined) return read
      const version = undone === '--version' ? versionText(this.task.guest, this.name.replace(/^.*\//, '')) : undefined
      if (version !== undefined) {
        yield* this.print(version)
        yield* this.flush()
        throw new Exit(0)
      }
      return yield* this.fail(`mockvm doesn't do ${undone} yet`, usageCode)
    }
    yield* this.say(`${this.task.argv[0]}: ${read}\n`)
    return yield* this.usage(undefined, usageCode)
  }

  /** execve(2); the message of a program that can't be found or run is `explain`'s. */
  *become(
    execution: Execution,
    explain: (text: string) => string,
    environ = this.task.environ,
  ): Generator<Wait, Ending, void> {
    yield* this.flush()
    try {
      return yield* this.task.become(execution, environ)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* this.fail(explain(error.text), notRun(error))
    }
  }
}

/** 127 where nothing was found, 126 where it can't be executed. */
export function notRun(error: Errno): number {
  return error.code === 'ENOENT' ? 127 : 126
}

/** A program from what it does; it ends with what that returns, or with the code of its complaints. */
export function program(run: (console: Console) => Generator<Wait, Ending | undefined, void>, settings = {}): Body {
  return function* (task) {
    const console = new Console(task, settings)
    let ending: Ending | undefined
    try {
      ending = yield* run(console)
    } catch (error) {
      if (error instanceof Exit) console.exitCode = error.code
      else if (error instanceof Errno) yield* console.warn(error.text)
      else throw error
    }
    yield* console.flush()
    return ending ?? { exitCode: console.exitCode }
  }
}

/** How a shell tells an ending: 128 and the signal. */
export function statusOf(ending: Ending): number {
  return 'signal' in ending ? 128 + ending.signal : ending.exitCode
}
