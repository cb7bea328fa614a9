/** powershell.exe while it runs: its variables, functions and streams. */
import { Errno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { Disk } from '../disk.js'
import { Environment } from '../environment.js'
import { fullPath } from '../full-path.js'
import { runtimeFailure } from './errors.js'
import type { Body, Expression, Parameter, Place, Statement } from './syntax/tree.js'
import { type Block, Thing, type Value } from './values.js'

/** Where values go that come out of statements. */
export interface Sink {
  /** What a program prints goes straight to standard output. */
  readonly isScreen: boolean
  put(value: Value): Generator<Wait, void, void>
}

export interface Script {
  readonly parameters: readonly Parameter[]
  readonly body: Body
}

/** What a command may ask to be executed; handed in, for statements are made of commands. */
export interface Engine {
  evaluate(session: Session, expression: Expression): Generator<Wait, Value, void>
  statement(session: Session, statement: Statement, sink: Sink): Generator<Wait, void, void>
  body(session: Session, body: Body, sink: Sink): Generator<Wait, void, void>
  block(session: Session, block: Block, given: Value, sink: Sink): Generator<Wait, void, void>
}

/** Calls within calls; of real ones the stack holds some thousand. */
const DEEPEST = 150
const TOO_DEEP = 'The script failed due to call depth overflow.'

type Scope = Map<string, Value>

export class Session {
  readonly task: Task
  readonly engine: Engine
  readonly disk: Disk
  readonly environment: Environment
  readonly functions = new Map<string, Script>()
  /** The innermost last. */
  readonly scopes: Scope[] = [new Map()]
  /** The script that runs, for errors. */
  file: string | undefined
  /** `$?` */
  isGood = true
  /** Where errors are shown: standard error unless they are redirected. */
  errors: Sink | undefined
  /** How many `try` it is in. */
  tries = 0
  /** The statement that runs. */
  place: Place | undefined
  /** What the drive was left at: `Set-Location`. */
  folder: string

  constructor(task: Task, engine: Engine) {
    this.task = task
    this.engine = engine
    this.disk = new Disk(task.guest)
    this.environment = new Environment(task.environ)
    this.folder = task.cwd
    this.set('erroractionpreference', 'Continue')
    this.set('progresspreference', 'Continue')
    this.set('warningpreference', 'Continue')
  }

  get guest() {
    return this.task.guest
  }

  path(name: string): string {
    return fullPath(name.replace(/^(?:Microsoft\.PowerShell\.Core\\)?FileSystem::/i, ''), this.folder)
  }

  /** A variable of the environment. */
  environmentOf(name: string): string | undefined {
    if (name.toUpperCase() === 'COMPUTERNAME') return this.environment.get(name) ?? this.guest.windows?.computerName
    return this.environment.get(name)
  }

  get(name: string): Value | undefined {
    const key = name.toLowerCase()
    return this.scopes.findLast(scope => scope.has(key))?.get(key)
  }

  /** In the innermost scope, as PowerShell does; 'global' and 'script' mean the outermost. */
  set(name: string, value: Value, scope = ''): void {
    const at = scope === 'global' || scope === 'script' ? 0 : -1
    this.scopes.at(at)?.set(name.toLowerCase(), value)
  }

  *within<T>(variables: Readonly<Record<string, Value>>, action: () => Generator<Wait, T, void>) {
    if (this.scopes.length > DEEPEST) throw runtimeFailure(TOO_DEEP, 'CallDepthOverflow')
    this.scopes.push(new Map(Object.entries(variables)))
    try {
      return yield* action()
    } finally {
      this.scopes.pop()
    }
  }

  *complain(...lines: readonly string[]): Generator<Wait, void, void> {
    if (this.errors === undefined) yield* this.write(2, lines)
    else for (const line of lines) yield* this.errors.put(line)
  }

  /** Of what can't be written nobody learns. */
  *write(fd: number, lines: readonly string[]): Generator<Wait, void, void> {
    if (lines.length === 0 || !this.task.descriptors.has(fd)) return
    try {
      yield* this.task.write(fd, Buffer.from(lines.map(line => `${line}\r\n`).join('')))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
    }
  }

  /** `$PSVersionTable` and the like, which can't be set. */
  get versionTable(): Thing {
    const { version = '10.0', build = 0 } = this.guest.windows?.config ?? {}
    const own = versionOf(`5.1.${build}${Number.parseInt(version, 10) >= 10 ? '.1' : ''}`)
    return new Thing('Hashtable', { PSVersion: own, PSEdition: 'Desktop', BuildVersion: versionOf(`10.0.${build}.1`) })
  }
}

export function versionOf(text: string): Thing {
  const [major = 0, minor = 0, build = -1, revision = -1] = text.split('.').map(Number)
  return new Thing('Version', { Major: major, Minor: minor, Build: build, Revision: revision }, text)
}

/** What comes out is kept. */
export class Kept implements Sink {
  readonly values: Value[] = []

  get isScreen() {
    return false
  }

  // biome-ignore lint/correctness/useYield: nobody waits for a value that is only kept
  *put(value: Value): Generator<Wait, void, void> {
    this.values.push(value)
  }
}
