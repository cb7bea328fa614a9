/** bash, dash and busybox' ash as programs of the guest. */
import { decodeName } from '../files/names.js'
import type { Ending } from '../processes.js'
import type { Body } from '../tasks/stream.js'
import type { Task } from '../tasks/task.js'
import type { Wait } from '../wait.js'
import { ash, bash, type Dialect, dash } from './dialect.js'
import { type Invocation, readInvocation } from './invocation.js'
import { loadJustBash, ShellUnavailable } from './just-bash.js'
import { importFunctions } from './run/exported-functions.js'
import { interpreter, runText } from './run/interpreter.js'
import { runScriptFile, say } from './run/script-file.js'
import { runStandardInput } from './run/standard-input.js'
import { toTheEnd } from './run/subshell.js'
import { Shell } from './shell.js'
import { startVariables } from './start.js'

const MISUSE = 2
const NOT_FOUND = 127

export const shells: ReadonlyMap<string, Body> = new Map<string, Body>([
  ['bash', shellProgram(bash)],
  ['dash', shellProgram(dash)],
  ['ash', shellProgram(ash)],
])

export function shellProgram(dialect: Dialect): Body {
  return function* (task) {
    try {
      loadJustBash()
    } catch (error) {
      if (!(error instanceof ShellUnavailable)) throw error
      yield* say(task, `mockvm: ${error.message}\n`)
      return { exitCode: NOT_FOUND }
    }
    const invocation = readInvocation(task.argv, dialect)
    if (typeof invocation === 'string') {
      yield* say(task, invocation)
      return { exitCode: MISUSE }
    }
    return yield* runShell(task, dialect, invocation)
  }
}

function* runShell(task: Task, dialect: Dialect, invocation: Invocation): Generator<Wait, Ending, void> {
  const { command, file, name, positional, options, isLogin } = invocation
  const isCommandString = command !== undefined
  const shell = new Shell(task, { dialect, interpreter, name, isCommandString })
  shell.positional = [...positional]
  for (const [option, isOn] of options) if (isOn) shell.options.add(option)
  shell.controlsJobs = dialect.isBash && shell.options.has('monitor')
  if (isLogin) shell.shopt.add('login_shell')
  startVariables(shell)
  if (dialect.isBash) importFunctions(shell)
  if (command !== undefined) return yield* toTheEnd(shell, runText(shell, command, true))
  if (file === undefined && dialect.isBash) return yield* toTheEnd(shell, runStandardInput(shell))
  if (file !== undefined) return yield* runScriptFile(shell, file)
  return yield* toTheEnd(shell, runText(shell, decodeName(yield* task.readAll(0))))
}
