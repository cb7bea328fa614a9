/** Executing what a line says: statements, commands, scripts. */
import type { Ending } from '../../processes.js'
import type { Body } from '../../tasks/stream.js'
import type { Wait } from '../../wait.js'
import type { Interpreter } from './builtin.js'
import { holds } from './condition.js'
import { EndScript, ExitShell, GoTo } from './ending.js'
import { expandDelayed, expandPercent } from './expand.js'
import { runLoop } from './loop.js'
import { expandLoops } from './loop-variables.js'
import { parseStatement } from './parser.js'
import { redirected } from './redirect.js'
import { codeOf, runCommand } from './run-command.js'
import { runScript } from './run-script.js'
import type { Script } from './script.js'
import { type Running, Shell } from './shell.js'
import { type Statement, SyntaxFault } from './statement.js'

/** Characters of a line. */
const LONGEST_LINE = 8191
/** What cmd.exe ends with when a script can't be read. */
const SYNTAX_IN_SCRIPT = 255

const interpreter: Interpreter = {
  command: (shell, text) => runCommand(shell, text, interpreter),
  script: (shell, call) => runScript(shell, call, runScriptLine),
}

/** A line from outside of a script. */
export function* executeLine(shell: Shell, line: string): Running {
  const statement = yield* parsed(
    shell,
    expandPercent(line, name => shell.variable(name)),
  )
  return statement === undefined ? 1 : yield* execute(shell, statement)
}

/** Undefined when it can't be read, which is told then. */
function* parsed(
  shell: Shell,
  line: string,
  more?: () => string | undefined,
): Generator<Wait, Statement | undefined, void> {
  if (line.length > LONGEST_LINE) {
    yield* shell.complain('The command line is too long.')
    shell.errorlevel = 1
    return undefined
  }
  try {
    return parseStatement(line, more)
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    yield* shell.complain(error.text)
    shell.errorlevel = 1
    return undefined
  }
}

/** A command is read, expanded and echoed: as much work as so many steps of a shell. */
const STEPS = 5

function* execute(shell: Shell, statement: Statement): Running {
  yield* shell.task.work(STEPS)
  const expand = (text: string) => expanded(shell, text)
  switch (statement.kind) {
    case 'nothing':
      return 0
    case 'quiet':
      return yield* execute(shell, statement.body)
    case 'group':
      return yield* redirected(shell, statement.redirections, expand, () => executeAll(shell, statement.body))
    case 'command':
      return yield* redirected(shell, statement.redirections, expand, () =>
        interpreter.command(shell, expand(statement.text)),
      )
    case 'if': {
      const branch = holds(shell, statement.condition, expand) ? statement.body : statement.otherwise
      return branch === undefined ? 0 : yield* execute(shell, branch)
    }
    case 'for': {
      const { loop, variable, body } = statement
      const parts = { loop, variable, set: expand(statement.set) }
      return yield* runLoop(
        shell,
        parts,
        () => execute(shell, body),
        line => outputOf(shell, line),
      )
    }
    case 'chain':
      return yield* executeChain(shell, statement)
  }
}

function* executeAll(shell: Shell, body: readonly Statement[]): Running {
  let code = 0
  for (const statement of body) code = yield* execute(shell, statement)
  return code
}

function* executeChain(shell: Shell, { by, left, right }: Extract<Statement, { kind: 'chain' }>): Running {
  if (by === '|') return yield* pipe(shell, left, right)
  const code = yield* execute(shell, left)
  // Whoever asks learns also of what doesn't set ERRORLEVEL by itself.
  if (by === '||' && code !== 0 && shell.errorlevel === 0) shell.errorlevel = code
  const goesOn = by === '&' || (by === '&&') === (code === 0)
  return goesOn ? yield* execute(shell, right) : code
}

/** Each side is a cmd.exe of its own, and what it sets is lost. */
function* pipe(shell: Shell, left: Statement, right: Statement): Running {
  const { task } = shell
  const { reader, writer } = task.pipe()
  const first = task.fork(
    bodyOf(shell, inner => execute(inner, left)),
    { descriptors: { 1: writer } },
  )
  const second = task.fork(
    bodyOf(shell, inner => execute(inner, right)),
    { descriptors: { 0: reader } },
  )
  yield* task.wait(first.pid)
  const code = codeOf(yield* task.wait(second.pid))
  shell.errorlevel = code
  return code
}

function* outputOf(shell: Shell, line: string): Generator<Wait, string, void> {
  const { task } = shell
  const { reader, writer } = task.pipe()
  const fd = task.descriptors.add(reader, 3)
  const body = bodyOf(shell, inner => executeLine(inner, line))
  const child = task.fork(body, { descriptors: { 1: writer, [fd]: null } })
  const bytes = yield* task.readAll(fd)
  task.descriptors.close(fd)
  yield* task.wait(child.pid)
  return Buffer.from(bytes).toString('utf8')
}

/** Another cmd.exe that begins as this one is now, in no script. */
function bodyOf(shell: Shell, run: (inner: Shell) => Running): Body {
  return task => runShell(new Shell(task, shell.settings, shell), run)
}

/** Runs to the end of the shell, however it comes. */
export function* runShell(shell: Shell, run: (shell: Shell) => Running): Generator<Wait, Ending, void> {
  try {
    return { exitCode: (yield* run(shell)) | 0 }
  } catch (error) {
    if (error instanceof ExitShell || error instanceof EndScript) return { exitCode: error.code | 0 }
    if (error instanceof GoTo) return { exitCode: 1 }
    throw error
  }
}

function expanded(shell: Shell, text: string): string {
  const withLoops = expandLoops(shell, text)
  return shell.isDelayed ? expandDelayed(withLoops, name => shell.variable(name)) : withLoops
}

function* runScriptLine(shell: Shell, script: Script, line: string): Running {
  if (/^[ \t,;=]*(?::|$)/.test(line)) return 0
  const expand = (text: string) =>
    expandPercent(text, name => shell.variable(name), script.arguments(shell.guest, shell.folder))
  const shown: string[] = [expand(line)]
  const more = () => {
    const next = script.next()
    if (next === undefined) return undefined
    shown.push(expand(next))
    return shown.at(-1)
  }
  const statement = yield* parsed(shell, shown[0] ?? '', more)
  if (statement === undefined) throw new ExitShell(SYNTAX_IN_SCRIPT)
  if (shell.isEcho && statement.kind !== 'quiet' && statement.kind !== 'nothing') {
    yield* shell.say('', `${shell.prompt}${shown.join('\r\n').trim()} `)
  }
  try {
    return yield* execute(shell, statement)
  } catch (error) {
    if (error instanceof GoTo) return 0
    throw error
  }
}
