/** The frame that the programs stand in: what they print, how they complain, how they end. */
import { Errno } from '../errno.js'
import type { Credentials } from '../files/credentials.js'
import type { Files } from '../files/files.js'
import type { Guest } from '../guest.js'
import { type GivenOptions, knownOptions, readOptions, undoneOption } from './options.js'
import { Output } from './output.js'
import type { Program, ProgramCall } from './program.js'
import { versionText } from './versions.js'

/** Thrown to end a program; what it has printed until then stays printed. */
class Exit extends Error {
  override readonly name = 'Exit'
}

export interface OptionSettings {
  /** The exit code of wrong usage: 1 if absent. */
  readonly usageCode?: number
  /** The first operand ends the options, as for env. */
  readonly stopEarly?: boolean
  /** The program doesn't point at its --help. */
  readonly terse?: boolean
  /** Options of the real tool that this one doesn't do, declared as the others: refused in mockvm's words, not as unknown. */
  readonly others?: readonly string[]
}

export class Tool {
  readonly call: ProgramCall
  /** What messages begin with: argv[0] as it is, or its last component for programs that use err(3). */
  readonly name: string
  #cred: Credentials | undefined
  exitCode = 0
  /** How long it runs, in nanoseconds. */
  duration: bigint | 'forever' = 0n
  readonly merged = new Output()
  readonly stdout = new Output(this.merged)
  readonly stderr = new Output(this.merged)

  constructor(call: ProgramCall, name: string) {
    this.call = call
    this.name = name
  }

  get cred(): Credentials {
    this.#cred ??= this.call.cred ?? this.guest.users.credentials(this.user)
    return this.#cred
  }

  get guest(): Guest {
    return this.call.guest
  }

  get files(): Files {
    return this.call.guest.files
  }

  get user(): string {
    return this.guest.processes.get(this.call.pid)?.user ?? 'root'
  }

  get args(): readonly string[] {
    return this.call.argv.slice(1)
  }

  print(...parts: readonly (string | Uint8Array)[]): void {
    for (const part of parts) this.stdout.add(part)
  }

  /** Complains and goes on; the program will end with that code. */
  warn(message: string, exitCode = 1): void {
    this.stderr.add(`${this.name}: ${message}\n`)
    this.exitCode = exitCode
  }

  /** Complains; to be thrown. */
  fail(message: string, exitCode = 1): Error {
    this.warn(message, exitCode)
    return new Exit()
  }

  /** Complains about how it was called; to be thrown. */
  usage(message: string | undefined, exitCode = 1): Error {
    if (message !== undefined) this.warn(message, exitCode)
    this.stderr.add(`Try '${this.name} --help' for more information.\n`)
    this.exitCode = exitCode
    return new Exit()
  }

  /** Ends the program without a word; to be thrown. */
  exit(exitCode: number): Error {
    this.exitCode = exitCode
    return new Exit()
  }

  /**
   * What `action` returns; when it throws Errno, undefined, and a warning of what `explain` makes of the error's text.
   * An explanation that is undefined leaves the exit code alone to tell.
   */
  get<T>(action: () => T, explain: (text: string) => string | undefined, exitCode = 1): T | undefined {
    try {
      return action()
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      const message = explain(error.text)
      if (message !== undefined) this.warn(message, exitCode)
      this.exitCode = exitCode
      return undefined
    }
  }

  /** As `get`, for what returns nothing: whether it went well. */
  attempt(action: () => void, explain: (text: string) => string, exitCode = 1): boolean {
    const done = () => {
      action()
      return true
    }
    return this.get(done, explain, exitCode) ?? false
  }

  /** An operand as a path of the guest: relative ones start at the working directory. */
  path(operand: string): string {
    if (operand === '' || operand.startsWith('/')) return operand
    return `${this.call.cwd.replace(/\/$/, '')}/${operand}`
  }

  /** Reads the arguments: see readOptions for how options are declared. */
  options(declared: readonly string[], settings: OptionSettings = {}, args = this.args): GivenOptions {
    const read = readOptions(args, knownOptions(declared, settings.others ?? []), settings.stopEarly ?? false)
    if (typeof read !== 'string') {
      const undone = undoneOption(read, declared)
      if (undone === undefined) return read
      const version =
        undone === '--version' ? versionText(this.guest, this.call.argv[0]?.replace(/^.*\//, '') ?? '') : undefined
      if (version !== undefined) {
        this.print(version)
        throw this.exit(0)
      }
      throw this.fail(`mockvm doesn't do ${undone} yet`, settings.usageCode)
    }
    // getopt(3) begins its messages with argv[0], whatever the program does with its own.
    this.stderr.add(`${this.call.argv[0]}: ${read}\n`)
    throw settings.terse ? this.exit(settings.usageCode ?? 1) : this.usage(undefined, settings.usageCode)
  }
}

/** A program from what it does. */
export function tool(
  run: (tool: Tool) => void,
  { shortName = false, tellsOrder = !shortName }: { readonly shortName?: boolean; readonly tellsOrder?: boolean } = {},
): Program {
  return call => {
    const given = call.argv[0] ?? ''
    const tool = new Tool(call, shortName ? given.slice(given.lastIndexOf('/') + 1) : given)
    try {
      run(tool)
    } catch (error) {
      // What a program didn't expect, such as a working directory that has gone, ends it like any other failure.
      if (error instanceof Errno) tool.warn(error.text)
      else if (!(error instanceof Exit)) throw error
    }
    const stdout = tool.stdout.bytes()
    const stderr = tool.stderr.bytes()
    return {
      ...(stdout.length > 0 && { stdout }),
      ...(stderr.length > 0 && { stderr }),
      // coreutils write out what they have printed before they complain (error(3)); those that use err(3) don't.
      ...(stdout.length > 0 && stderr.length > 0 && tellsOrder && { merged: () => tool.merged.bytes() }),
      ...(tool.exitCode !== 0 && { exitCode: tool.exitCode }),
      ...(tool.duration !== 0n && { duration: tool.duration }),
    }
  }
}
