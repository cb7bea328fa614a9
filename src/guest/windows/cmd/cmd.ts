/** cmd.exe: see docs/windows.md for what it does. */
import type { Body } from '../../tasks/stream.js'
import { commandLineOf } from '../command-line.js'
import { versionLine } from '../version.js'
import { executeLine, runShell } from './execute.js'
import { findProgram } from './find-program.js'
import { type Options, readOptions, withoutOuterQuotes } from './options.js'
import { type Running, Shell } from './shell.js'
import { notDone } from './texts.js'

/** Variables that it sets where they are missing. */
const DEFAULTS = [
  ['COMSPEC', 'C:\\Windows\\system32\\cmd.exe'],
  ['PATHEXT', '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC'],
  ['PROMPT', '$P$G'],
] as const

const SIGPIPE = 13

export const cmd: Body = function* (task) {
  const line = commandLineOf(task.argv)
  const options = readOptions(line)
  // A pipe that nobody reads is an error like any other on Windows.
  task.dispositions.set(SIGPIPE, 'ignore')
  const { isDelayed, isUnicode, isQuiet } = options
  const shell = new Shell(task, { isDelayed, isUnicode, isEcho: !isQuiet, line })
  for (const [name, value] of DEFAULTS)
    if (shell.environment.get(name) === undefined) shell.environment.set(name, value)
  return yield* runShell(shell, inner => run(inner, options))
}

function* run(shell: Shell, { how, command, stripsQuotes, asksForHelp }: Options): Running {
  if (asksForHelp) {
    yield* shell.complain(notDone('/?'))
    return 1
  }
  const isProgram = (name: string) => findProgram(shell, name) !== undefined
  const line = withoutOuterQuotes(command, stripsQuotes, isProgram)
  if (how === 'run') return yield* executeLine(shell, line)
  if (how === 'interactive') {
    yield* shell.say(versionLine(shell.guest), '(c) Microsoft Corporation. All rights reserved.')
  } else if (line.trim() !== '') yield* executeLine(shell, line)
  return yield* interact(shell)
}

/** Line by line from standard input, which is shown. */
function* interact(shell: Shell): Running {
  for (;;) {
    if (shell.isEcho) yield* shell.print(`\r\n${shell.prompt}`)
    const line = yield* shell.readLine()
    if (line === undefined) return shell.errorlevel
    if (shell.isEcho) yield* shell.say(line)
    yield* executeLine(shell, line)
  }
}
