/** A batch file that runs: where it is, and what it was called with. */
import type { Guest } from '../../guest.js'
import type { Environment } from '../environment.js'
import type { Arguments } from './expand.js'
import { modified } from './modifiers.js'

/** What `setlocal` keeps for `endlocal`. */
export interface Local {
  readonly environment: Environment
  readonly folder: string
  readonly isDelayed: boolean
}

export interface ScriptCall {
  /** The file. */
  readonly path: string
  /** `%0`: as it was named, or `:label`. */
  readonly name: string
  /** As they stood in the line, quotes included. */
  readonly args: readonly string[]
  readonly lines: readonly string[]
  /** Where it begins; absent: with the first line. */
  readonly label?: string
}

export class Script {
  readonly path: string
  readonly lines: readonly string[]
  readonly locals: Local[] = []
  /** How many scripts and labels are in the middle of a call, this one included. */
  readonly depth: number
  /** The next line. */
  at = 0
  #args: readonly string[]
  readonly #all: string

  constructor({ path, name, args, lines, label }: ScriptCall, depth = 1) {
    this.depth = depth
    this.path = path
    this.lines = lines
    this.#args = [name, ...args]
    this.#all = args.join(' ')
    if (label !== undefined) this.goTo(label)
  }

  /** `.cmd`: more commands set ERRORLEVEL to 0. */
  get clearsErrors(): boolean {
    return /\.cmd$/i.test(this.path)
  }

  next(): string | undefined {
    return this.lines[this.at++]
  }

  /** `shift /n`: the arguments from there on come one nearer. `%*` stays. */
  shift(from: number): void {
    this.#args = this.#args.toSpliced(from, 1)
  }

  /** Goes to the line behind a label, looked for from here and then from the beginning; false where there is none. */
  goTo(label: string): boolean {
    const behind = this.lines.findIndex((line, index) => index >= this.at && isLabel(line, label))
    const found = behind === -1 ? this.lines.findIndex(line => isLabel(line, label)) : behind
    if (found === -1) return false
    this.at = found + 1
    return true
  }

  has(label: string): boolean {
    return this.lines.some(line => isLabel(line, label))
  }

  /** What the per cent signs of a line mean. `folder`: where relative names begin. */
  arguments(guest: Guest, folder: string): Arguments {
    return {
      at: index => this.#args[index] ?? '',
      all: this.#all,
      // Of %0 the whole path is known, however it was named.
      modified: (index, modifiers) =>
        modified(index === 0 && modifiers !== '' ? this.path : (this.#args[index] ?? ''), modifiers, { guest, folder }),
    }
  }
}

function isLabel(line: string, label: string): boolean {
  const name = /^[ \t,;=]*:[ \t,;=]*([^ \t:+,;=&|<>]+)/.exec(line)?.[1]
  return name?.toLowerCase() === label.toLowerCase()
}
