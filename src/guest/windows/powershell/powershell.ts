/**
 * powershell.exe: a part of Windows PowerShell 5.1, which docs/windows.md tells; of all else it says that it doesn't do it,
 * before anything is done.
 */
import type { Body } from '../../tasks/stream.js'
import type { Wait } from '../../wait.js'
import { Win32Error } from '../win32-error.js'
import { Exit, Failure, Leave } from './errors.js'
import { engine } from './execute.js'
import { type Argument, readScript, runScript } from './invoke.js'
import { readArguments } from './options.js'
import { proposedLine } from './proposed-line.js'
import { review } from './review.js'
import { Screen } from './screen.js'
import { type Script, Session } from './session.js'
import { NotDone } from './syntax/reader.js'
import { parse } from './syntax/statements.js'

type Ending = Generator<Wait, { exitCode: number }, void>

const REFUSED = 1
const FAILED = 1
/** What it ends with when its own arguments are wrong. */
const BAD_ARGUMENTS = 0xfffd_0000 | 0

export const powershell: Body = function* (task) {
  const session = new Session(task, engine)
  const given = readArguments(task.argv.slice(1))
  switch (given.kind) {
    case 'refused':
      return yield* refuse(session, new NotDone(`the argument ${given.what}`, 0))
    case 'not encoded':
      yield* session.complain(
        'Cannot process the command because the value specified with -EncodedCommand is not properly encoded. The value must be Base64 encoded.',
      )
      return { exitCode: BAD_ARGUMENTS }
    case 'file':
      return yield* runFile(session, given.path, given.args)
    case 'input':
      return yield* runText(session, Buffer.from(yield* task.readAll(0)).toString('utf8'))
    case 'command':
      return yield* runText(session, given.text)
  }
}

function* runFile(session: Session, name: string, args: readonly string[]): Ending {
  const path = session.path(name)
  if (!session.disk.isFile(path)) {
    yield* session.complain(
      `The argument '${name}' to the -File parameter does not exist. Provide the path to an existing '.ps1' file as an argument to the -File parameter.`,
    )
    return { exitCode: BAD_ARGUMENTS }
  }
  session.file = path
  session.set('psscriptroot', path.replace(/\\[^\\]*$/, ''))
  session.set('pscommandpath', path)
  // A script that doesn't say how it ends has ended well.
  return yield* run(
    session,
    () => readScript(session, path),
    args.map(argumentOf),
    () => 0,
  )
}

/** Of a script that is given by -File all are strings, but names of parameters. */
function argumentOf(word: string): Argument {
  const [, spelt, value] = /^-([A-Za-z_]\w*)(?::(.*))?$/s.exec(word) ?? []
  if (spelt === undefined) return { value: word }
  return { name: spelt.toLowerCase(), spelt, ...(value === undefined ? {} : { value }) }
}

function runText(session: Session, text: string): Ending {
  const read = () => {
    const program = parse(text)
    review(session, program)
    return program
  }
  return run(session, read, [], () => (session.isGood ? 0 : FAILED))
}

function* run(session: Session, read: () => Script, args: readonly Argument[], code: () => number): Ending {
  const screen = new Screen(session)
  try {
    yield* runScript(session, read(), args, screen)
    return { exitCode: code() }
  } catch (error) {
    yield* screen.flush()
    if (error instanceof Exit) return { exitCode: error.code }
    if (error instanceof Leave) return { exitCode: code() }
    if (error instanceof NotDone) return yield* refuse(session, error)
    if (error instanceof Failure) {
      yield* session.complain(...error.lines(session.file))
      return { exitCode: FAILED }
    }
    // What the host's stack doesn't hold is too deep for the real one as well.
    const isTooDeep = error instanceof RangeError
    if (!isTooDeep && !(error instanceof Win32Error)) throw error
    yield* session.complain(isTooDeep ? 'The script failed due to call depth overflow.' : error.text)
    return { exitCode: FAILED }
  } finally {
    yield* screen.flush()
  }
}

function* refuse(session: Session, { what, line }: NotDone): Ending {
  session.errors = undefined
  yield* session.complain(
    `mockvm: powershell.exe doesn't do this${line > 0 ? `, in line ${line}` : ''}: ${what}`,
    "The guest runs a part of PowerShell only. Say what the command line prints in the scenario's programs:",
    `  programs: [{ match: ${proposedLine(session.task.argv)}, stdout: "...\\r\\n", exitCode: 0 }]`,
  )
  return { exitCode: REFUSED }
}
