/** bash, dash and busybox' ash as programs of the guest. */
import { Errno } from '../errno.js'
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
import { runStandardInput } from './run/standard-input.js'
import { toTheEnd } from './run/subshell.js'
import { Shell } from './shell.js'
import { startVariables } from './start.js'

const MISUSE = 2
const NOT_FOUND = 127
const CANNOT_RUN = 126

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
  const { command, file, name, positional, options } = invocation
  const isCommandString = command !== undefined
  const shell = new Shell(task, { dialect, interpreter, name, isCommandString })
  shell.positional = [...positional]
  for (const [option, isOn] of options) if (isOn) shell.options.add(option)
  startVariables(shell)
  if (dialect.isBash) importFunctions(shell)
  if (command !== undefined) return yield* toTheEnd(shell, runText(shell, command, true))
  if (file === undefined && dialect.isBash) return yield* toTheEnd(shell, runStandardInput(shell))
  const text = yield* readScript(shell, file)
  return typeof text === 'string' ? yield* toTheEnd(shell, runText(shell, text)) : text
}

/** A script of a file, or all that comes on standard input. */
function* readScript(shell: Shell, file: string | undefined): Generator<Wait, string | Ending, void> {
  const { task, dialect } = shell
  if (file === undefined) return decodeName(yield* task.readAll(0))
  try {
    const fd = task.descriptors.add(yield* task.open(file, { read: true, write: false }), 255)
    const bytes = yield* task.readAll(fd)
    task.descriptors.close(fd)
    return decodeName(bytes)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const exitCode = error.code === 'ENOENT' ? NOT_FOUND : CANNOT_RUN
    if (dialect.isBash) yield* say(task, `${task.argv[0]}: ${file}: ${error.text}\n`)
    else {
      const text = error.code === 'ENOENT' ? 'No such file' : error.text
      yield* say(task, `${task.argv[0]}: 0: cannot open ${file}: ${text}\n`)
    }
    return { exitCode: dialect.isBash ? exitCode : 2 }
  }
}

function* say(task: Task, text: string): Generator<Wait, void, void> {
  if (task.descriptors.has(2)) yield* task.write(2, Buffer.from(text))
}
