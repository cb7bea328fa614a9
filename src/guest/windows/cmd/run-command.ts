/** One command: what cmd.exe does itself, a script or a program. */
import { Errno } from '../../errno.js'
import type { Ending } from '../../processes.js'
import { argvOf } from '../command-line.js'
import { extensionOf, folderOf } from '../full-path.js'
import { Win32Error } from '../win32-error.js'
import type { Builtin, BuiltinCall, Interpreter } from './builtin.js'
import { builtins } from './builtins/builtins.js'
import { EndScript } from './ending.js'
import { findProgram } from './find-program.js'
import type { ScriptCall } from './script.js'
import type { Running, Shell } from './shell.js'
import { errorText, notDone, notRecognized } from './texts.js'
import { commandName, unquoted } from './words.js'

/** What ERRORLEVEL is after a command that isn't there; the command itself has ended with 1. */
const NOT_FOUND = 9009
const SCRIPT = /^\.(?:bat|cmd)$/i
const PROGRAM = /^\.(?:com|exe)$/i

export function* runCommand(shell: Shell, text: string, interpreter: Interpreter): Running {
  const bare = text.replace(/^[ \t,;=]+/, '')
  if (bare === '') return 0
  if (/^[A-Za-z]:[ \t]*$/.test(bare)) return yield* changeDrive(shell, bare.slice(0, 2))
  const [, word = '', rest = ''] = /^([a-z]+)(?![^\s,;=/.:\\+[\]("<>|&^])(.*)$/is.exec(bare) ?? []
  const name = word.toLowerCase()
  const builtin = builtins.get(name)
  if (builtin !== undefined && !isName(shell, bare, name))
    return yield* runBuiltin({ shell, name, rest, interpreter }, builtin)
  return yield* runProgram(shell, bare, interpreter)
}

/** `echo.` is the command, and `dir.exe` may be a program. */
function isName(shell: Shell, text: string, name: string): boolean {
  const whole = commandName(text).name
  return whole.length > name.length + 1 && whole[name.length] === '.' && findProgram(shell, whole) !== undefined
}

function* runBuiltin(call: BuiltinCall, { run, errorlevel }: Builtin): Running {
  const { shell } = call
  const code = yield* run(call)
  const isCleared = errorlevel === 'always' || (errorlevel === 'cmd files' && (shell.script?.clearsErrors ?? false))
  if (isCleared || (errorlevel !== 'never' && code !== 0)) shell.errorlevel = code
  return code
}

function* changeDrive(shell: Shell, drive: string): Running {
  try {
    shell.enter(shell.path(shell.folderOf(drive)))
    return 0
  } catch (error) {
    const isUnknown = error instanceof Win32Error && error.text === new Win32Error('ERROR_PATH_NOT_FOUND').text
    yield* shell.complain(isUnknown ? new Win32Error('ERROR_INVALID_DRIVE').text : errorText(error))
    shell.errorlevel = 1
    return 1
  }
}

function* runProgram(shell: Shell, text: string, interpreter: Interpreter): Running {
  const { name, rest } = commandName(text)
  const bare = unquoted(name)
  const found = findProgram(shell, bare)
  if (found === undefined) return yield* notFound(shell, bare, name)
  if (SCRIPT.test(extensionOf(found))) {
    const outer = shell.script
    const code = yield* interpreter.script(shell, { ...readScript(shell, found), name, args: argumentsOf(rest) })
    // Without `call` there is no way back.
    if (outer !== undefined) throw new EndScript(code)
    return code
  }
  if (!PROGRAM.test(extensionOf(found))) {
    yield* shell.complain(notDone(`${extensionOf(found)} files`))
    return 1
  }
  return yield* runExecutable(shell, found, `${name}${rest}`)
}

function* notFound(shell: Shell, name: string, shown: string): Running {
  const hasFolder = name.includes('\\')
  const isFolderMissing = hasFolder && !shell.disk.isFolder(folderOf(shell.path(name)))
  if (isFolderMissing) yield* shell.complain(new Win32Error('ERROR_PATH_NOT_FOUND').text)
  else yield* shell.complain(...notRecognized(shown))
  shell.errorlevel = isFolderMissing ? 1 : NOT_FOUND
  return 1
}

function* runExecutable(shell: Shell, path: string, line: string): Running {
  const { environ } = shell.environment
  try {
    const ending = yield* shell.task.run({ path, argv: argvOf(line) }, { environ })
    shell.errorlevel = codeOf(ending)
    return shell.errorlevel
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const isDenied = error.code === 'EACCES'
    yield* shell.complain(isDenied ? 'Access is denied.' : 'The system cannot execute the specified program.')
    shell.errorlevel = isDenied ? 1 : NOT_FOUND
    return 1
  }
}

/** As ERRORLEVEL shows it: 32 bits with a sign. A process that was ended by another one has exited with 1. */
export function codeOf(ending: Ending): number {
  return 'signal' in ending ? 1 : ending.exitCode | 0
}

function argumentsOf(text: string): string[] {
  return text.match(/(?:"[^"]*"?|[^ \t,;="])+/g) ?? []
}

function readScript(shell: Shell, path: string): Pick<ScriptCall, 'path' | 'lines'> {
  return { path, lines: Buffer.from(shell.disk.read(path)).toString('utf8').split(/\r?\n/) }
}
