/** Scripts that a shell reads from a file. */
import { Errno } from '../../errno.js'
import { decodeName } from '../../files/names.js'
import type { Ending } from '../../processes.js'
import type { Body } from '../../tasks/stream.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { Shell } from '../shell.js'
import { startVariables } from '../start.js'
import { importFunctions } from './exported-functions.js'
import { toTheEnd } from './subshell.js'

const NOT_FOUND = 127
const CANNOT_RUN = 126
const MISUSE = 2
/** Where bash keeps the script out of the way of what the script opens. */
const OWN_DESCRIPTOR = 255

export function* runScriptFile(shell: Shell, file: string): Generator<Wait, Ending, void> {
  const text = yield* readScript(shell, file)
  return typeof text === 'string' ? yield* toTheEnd(shell, shell.interpreter.runText(shell, text)) : text
}

/** What bash does with a file that can be executed, but is no program: it begins anew in that process, with the file. */
export function runAsScript(
  { dialect, interpreter }: Shell,
  toName = (file: string) => file,
): (file: string, argv: readonly string[]) => Body {
  return (file: string, [, ...args]: readonly string[]): Body =>
    function* (task) {
      const name = toName(file)
      const shell = new Shell(task, { dialect, interpreter, name, isCommandString: false })
      shell.positional = args
      startVariables(shell)
      importFunctions(shell)
      return yield* runScriptFile(shell, name)
    }
}

/** An ending if it can't be read. */
function* readScript({ task, dialect }: Shell, file: string): Generator<Wait, string | Ending, void> {
  try {
    const fd = task.descriptors.add(yield* task.open(file, { read: true, write: false }), OWN_DESCRIPTOR)
    const bytes = yield* task.readAll(fd)
    task.descriptors.close(fd)
    return decodeName(bytes)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const exitCode = error.code === 'ENOENT' ? NOT_FOUND : CANNOT_RUN
    if (dialect.isBash) {
      yield* say(task, `${task.argv[0]}: ${file}: ${error.text}\n`)
      return { exitCode }
    }
    const text = error.code === 'ENOENT' ? 'No such file' : error.text
    yield* say(task, `${task.argv[0]}: 0: cannot open ${file}: ${text}\n`)
    return { exitCode: MISUSE }
  }
}

export function* say(task: Task, text: string): Generator<Wait, void, void> {
  if (task.descriptors.has(2)) yield* task.write(2, Buffer.from(text))
}
