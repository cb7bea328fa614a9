/** The state of one shell: a process of its own has its own. What is executed with it is in the files beside it. */
import { encodeName } from '../files/names.js'
import { Killed } from '../tasks/killed.js'
import type { Task } from '../tasks/task.js'
import type { Wait } from '../wait.js'
import { ShellError } from './control.js'
import type { Dialect } from './dialect.js'
import type { Body, CommandNode, ScriptNode, StatementNode } from './syntax-tree.js'
import { Variables } from './variables.js'

/** What of the interpreter expansions and built-in commands call: handed in, so that they need not import it. */
export interface Interpreter {
  /** Executes statements one after the other; `isFinal`: nothing is done behind them, so that the last program may take the process. */
  statements(shell: Shell, statements: Body, isFinal?: boolean): Generator<Wait, void, void>
  /** Executes a statement without its &, as the last thing that its process does. */
  list(shell: Shell, statement: StatementNode): Generator<Wait, void, void>
  command(shell: Shell, command: CommandNode): Generator<Wait, void, void>
  /** Executes a tree in this shell; the status is `shell.status`. */
  run(shell: Shell, script: ScriptNode): Generator<Wait, void, void>
  /** Parses and executes text, statement by statement (eval, source, traps), which begins on line `first`. Throws ShellError for what is no script. */
  runText(shell: Shell, text: string, first?: number): Generator<Wait, void, void>
  /** What a subshell prints: `$( )`. Its status becomes `shell.status`. */
  output(shell: Shell, script: ScriptNode): Generator<Wait, Uint8Array, void>
  /** The path that `<( )` or `>( )` is: "/dev/fd/63". */
  processPath(shell: Shell, script: ScriptNode, direction: 'input' | 'output'): Generator<Wait, string, void>
  /** Runs a command by name, as a simple command without assignments and redirections; `isFunctionLookup` false: `command`. */
  runWords(
    shell: Shell,
    words: readonly string[],
    options?: { readonly skipFunctions?: boolean },
  ): Generator<Wait, void, void>
}

export interface ShellFunction {
  readonly name: string
  readonly body: CommandNode
  /** Its text, for `declare -f` and `type`. */
  readonly text: string
}

export interface Job {
  readonly number: number
  readonly pids: readonly number[]
  /** As `jobs` shows it. */
  readonly text: string
  /** Undefined while it runs. */
  status?: number
  /** What has ended it, if not itself. */
  signal?: number
  /** It is no longer on the table: `disown`, or it was told of. How it has ended may still be asked for by pid. */
  isGone?: boolean
  /** It was waited for, and another one may take its number. */
  isTold?: boolean
  /** It is one of the shell that this one is a copy of: all that is known of it is that it ran. */
  isForeign?: boolean
  isStopped?: boolean
  /** It has a process group. */
  hasGroup?: boolean
}

const SIGSEGV = 11
/** Enough for 1,000 calls of functions, each of which is some ten commands deep. */
const MOST_DEPTH = 10_000

export class Shell {
  readonly task: Task
  readonly dialect: Dialect
  readonly interpreter: Interpreter
  variables = new Variables()
  /** $1 and on. */
  positional: string[] = []
  /** $0 */
  name: string
  /** $? */
  status = 0
  /** $!: 0 before there is any. */
  lastBackground = 0
  /** $$: of a subshell that of the shell it comes from. */
  readonly shellPid: number
  /** Where the command stands that is being executed. */
  line = 1
  /** What `set -o` has on: errexit, nounset, xtrace, pipefail, noglob, noclobber, verbose, … by their long names. */
  readonly options = new Set<string>()
  /** What `shopt` has on. */
  readonly shopt = new Set<string>()
  readonly functions = new Map<string, ShellFunction>()
  /** export -f, readonly -f: names. */
  readonly exportedFunctions = new Set<string>()
  readonly readonlyFunctions = new Set<string>()
  readonly aliases = new Map<string, string>()
  /** By name without SIG: EXIT, ERR, DEBUG, RETURN, INT, TERM, … An empty one ignores the signal. */
  readonly traps = new Map<string, string>()
  /** Actions that run: they are not brought about by themselves. */
  readonly trapped = new Set<string>()
  /** Signals that whoever has started this process ignores. */
  readonly ignoredAtStart: ReadonlySet<number>
  /** Those that were ignored before there was a shell, of which this one may be a copy: no trap changes that. */
  readonly neverTrapped: ReadonlySet<number>
  jobs: Job[] = []
  /** set -m: jobs and commands get process groups. A copy of such a shell has `monitor` on, but doesn't do it. */
  controlsJobs = false
  /** Names of the functions that run, the innermost first, with the lines they were called from. */
  readonly calls: { readonly name: string; readonly line: number; readonly positional: string[] }[] = []
  /** How deep it is in loops, conditions (where set -e does nothing) and subshells. */
  loops = 0
  conditions = 0
  subshells = 0
  /** The status is of a command that && or || has looked at: a group or a loop that ends with it has not failed. */
  isExcused = false
  /** How deep it is in commands, and in texts that it has read: see `descend`. */
  depth = 0
  /** How deep it is in files that are sourced. */
  sourced = 0
  sourcedFile: string | undefined
  /** What is being executed, for BASH_COMMAND: of the tree, or the text of a part of one. Actions of `trap` are not. */
  command: CommandNode | string | undefined
  /** The parent has told of this one already. */
  announced: CommandNode | undefined
  /** The action of ERR has been executed for what has failed, or there was none. */
  isFailureTold = false
  /** What $? was before the action of `trap` that runs: what its `exit` ends with. */
  beforeTrap: number | undefined
  /** What $? was before the builtin that runs. */
  before = 0
  /** How many command substitutions there have been: the status of the last one may be that of an assignment. */
  substitutions = 0
  lastSubstitution = 0
  /** Descriptors of <( ) and >( ), to be closed when the command is done. */
  substituted: number[] = []
  /** The script that is being executed. */
  text = ''
  /** $_ */
  lastWord = ''
  /** How deep it is in $( ), eval and traps, for set -x. */
  traceDepth = 0
  /** What `pushd` has left behind, the latest first. */
  directories: string[] = []
  /** Where programs were found, by name, and how often since. */
  readonly hashed = new Map<string, { path: string; hits: number }>()
  /** What `ulimit` has set, by its letter; undefined: unlimited. */
  readonly limits = new Map<string, { soft: number | undefined; hard: number | undefined }>()
  /** Builtins that `enable -n` has put away. */
  readonly disabled = new Set<string>()
  /** Where an alias was defined: the rest of that line has been read by then. */
  readonly aliasLines = new Map<string, { readonly text: string; readonly line: number }>()
  /** A special builtin runs as an ordinary one: behind `command`. */
  isUnspecial = false
  /** `getopts`: how far it is within an argument that holds several options, which one that is, and the OPTIND that belongs to it. */
  getopts = { offset: 0, index: 1, shown: 1 }
  /** Traps of the shell that a subshell comes from: `trap` shows them until one is set. */
  inheritedTraps: ReadonlyMap<string, string> | undefined
  /** -c, and what comes from a file or from standard input. */
  readonly isCommandString: boolean
  readonly startedAt: bigint

  constructor(
    task: Task,
    from: {
      readonly dialect: Dialect
      readonly interpreter: Interpreter
      readonly name: string
      readonly shellPid?: number
      readonly isCommandString: boolean
      readonly neverTrapped?: ReadonlySet<number>
    },
  ) {
    this.task = task
    this.dialect = from.dialect
    this.interpreter = from.interpreter
    this.name = from.name
    this.shellPid = from.shellPid ?? task.pid
    this.isCommandString = from.isCommandString
    const ignored = [...task.dispositions].filter(([, disposition]) => disposition === 'ignore')
    this.ignoredAtStart = new Set(ignored.map(([signal]) => signal))
    this.neverTrapped = from.neverTrapped ?? this.ignoredAtStart
    this.startedAt = task.guest.clock.inGuest()
  }

  /** The same in another process. */
  fork(task: Task): Shell {
    const copy = new Shell(task, this)
    copy.variables = this.variables.copy()
    copy.positional = [...this.positional]
    copy.status = this.status
    copy.lastBackground = this.lastBackground
    copy.line = this.line
    copy.lastWord = this.lastWord
    copy.text = this.text
    copy.traceDepth = this.traceDepth
    for (const option of this.options) copy.options.add(option)
    for (const option of this.shopt) copy.shopt.add(option)
    for (const [name, it] of this.functions) copy.functions.set(name, it)
    for (const name of this.exportedFunctions) copy.exportedFunctions.add(name)
    for (const name of this.readonlyFunctions) copy.readonlyFunctions.add(name)
    for (const [name, it] of this.aliases) copy.aliases.set(name, it)
    copy.directories = [...this.directories]
    copy.getopts = { ...this.getopts }
    for (const [name, it] of this.hashed) copy.hashed.set(name, it)
    for (const [letter, limit] of this.limits) copy.limits.set(letter, { ...limit })
    for (const name of this.disabled) copy.disabled.add(name)
    for (const [name, it] of this.aliasLines) copy.aliasLines.set(name, it)
    copy.inheritedTraps = new Map(this.traps)
    // Traps are not inherited, but for signals that are ignored.
    for (const [name, action] of this.traps) if (action === '') copy.traps.set(name, action)
    for (const name of this.tracedTraps) {
      const action = this.traps.get(name)
      if (action !== undefined) copy.traps.set(name, action)
    }
    copy.command = this.command
    copy.announced = this.announced
    for (const call of this.calls) copy.calls.push(call)
    copy.sourcedFile = this.sourcedFile
    copy.loops = this.loops
    copy.conditions = this.conditions
    copy.subshells = this.subshells + 1
    return copy
  }

  /** One command or text within another: `depth` is to be counted down behind it. Somewhere a real shell has used up its stack. */
  descend(): void {
    if (this.depth >= MOST_DEPTH) throw new Killed(SIGSEGV)
    this.depth++
  }

  /** It executes an action of `trap`. */
  get isInTrap(): boolean {
    return this.beforeTrap !== undefined || this.trapped.size > 0
  }

  /** Those that functions and subshells of bash inherit. */
  get tracedTraps(): readonly string[] {
    const { options } = this
    return [...(options.has('errtrace') ? ['ERR'] : []), ...(options.has('functrace') ? ['DEBUG', 'RETURN'] : [])]
  }

  /** With what bash ends for a parameter that isn't set. */
  get statusOfUnset(): number {
    return !this.isCommandString || this.options.has('errexit') || this.subshells > 0 ? 1 : 127
  }

  /** "bash: line 3: " */
  get prefix(): string {
    return this.dialect.prefix(this.dialect.isBash ? this.place : this.name, this.line)
  }

  /** The file that bash is in. */
  get place(): string {
    // What functions of -c come from is the environment for it.
    const isOfFunction = this.isCommandString && this.calls.length > 0
    return this.sourcedFile ?? (isOfFunction ? 'environment' : this.name)
  }

  /** Writes to standard error: the shell's name, the line, the message and a line feed. */
  *complain(message: string): Generator<Wait, void, void> {
    yield* this.print(`${this.prefix}${message}\n`, 2)
  }

  /** The same of what was thrown, perhaps out of a function. */
  *complainOf({ prefix = this.prefix, message }: ShellError): Generator<Wait, void, void> {
    yield* this.print(`${prefix}${message}\n`, 2)
  }

  /** Writes text to a descriptor; into a closed one nothing. */
  *print(text: string, fd = 1): Generator<Wait, void, void> {
    if (text !== '' && this.task.descriptors.has(fd)) yield* this.task.write(fd, encodeName(text))
  }

  /** Of `set -u`. Throws ShellError. */
  unbound(name: string): never {
    throw new ShellError(this.dialect.isBash ? `${name}: unbound variable` : `${name}: parameter not set`, {
      status: this.dialect.isBash ? this.statusOfUnset : 2,
      isFatal: true,
    })
  }
}
