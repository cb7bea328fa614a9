/**
 * powershell.exe: no interpreter of PowerShell, but it does the handful of one-liners that docs/windows.md lists, and says
 * of all others that it doesn't.
 */
import { Errno } from '../../errno.js'
import type { Body } from '../../tasks/stream.js'
import type { Wait } from '../../wait.js'
import { findProgram } from '../cmd/find-program.js'
import { argvOf } from '../command-line.js'
import { windowsVersion } from '../version.js'
import { Win32Error } from '../win32-error.js'
import { type Given as Arguments, type Cmdlet, cmdlets, serviceStatus } from './cmdlets.js'
import { readArguments } from './options.js'
import { Exit, Session } from './session.js'
import { statementsOf, type Word, wordsOf } from './statements.js'

const ALIASES: Readonly<Record<string, string>> = {
  echo: 'write-output',
  write: 'write-output',
  cat: 'get-content',
  gc: 'get-content',
  type: 'get-content',
  sc: 'set-content',
  ac: 'add-content',
  ls: 'get-childitem',
  dir: 'get-childitem',
  gci: 'get-childitem',
  sleep: 'start-sleep',
}
/** What Windows PowerShell 5.1 says of itself on that build. */
const POWERSHELL = '5.1'

export const powershell: Body = function* (task) {
  const session = new Session(task)
  const given = readArguments(task.argv.slice(1))
  try {
    switch (given.kind) {
      case 'refused':
        return yield* refuse(session, `the argument ${given.what}`)
      case 'file':
        return yield* runFile(session, given.path, given.args)
      case 'input':
        return yield* runText(session, Buffer.from(yield* task.readAll(0)).toString('utf8'))
      case 'command':
        return yield* runText(session, given.text)
    }
  } catch (error) {
    if (error instanceof Exit) return { exitCode: error.code }
    throw error
  }
}

function* runFile(session: Session, name: string, args: readonly string[]): ReturnType<Body> {
  const path = session.path(name)
  if (!session.disk.isFile(path)) {
    yield* session.complain(
      `The argument '${name}' to the -File parameter does not exist. Provide the path to an existing '.ps1' file as an argument to the -File parameter.`,
    )
    return { exitCode: 0xfffd_0000 | 0 }
  }
  if (args.length > 0) return yield* refuse(session, `arguments of ${name}`)
  const text = Buffer.from(session.disk.read(path))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  const { exitCode } = yield* runText(session, text)
  // A script that doesn't say how it ends has ended well.
  return { exitCode: exitCode === REFUSED ? REFUSED : 0 }
}

const REFUSED = 1

function* runText(session: Session, text: string): Generator<Wait, { exitCode: number }, void> {
  let isGood = true
  for (const statement of statementsOf(text)) {
    const result = yield* runStatement(session, statement)
    if (result === undefined) return yield* refuse(session, statement)
    isGood = result
  }
  return { exitCode: isGood ? 0 : 1 }
}

/** It ends there: what follows may need what it would have done. */
function* refuse(session: Session, what: string): Generator<Wait, { exitCode: number }, void> {
  yield* session.complain(
    `mockvm: powershell.exe doesn't do this: ${what}`,
    "The guest runs no PowerShell of its own. Say what the command line prints in the scenario's programs:",
    '  programs: [{ match: \'powershell.exe *\', stdout: "...\\r\\n", exitCode: 0 }]',
  )
  return { exitCode: REFUSED }
}

function* runStatement(session: Session, statement: string): Generator<Wait, boolean | undefined, void> {
  const value = valueOfExpression(session, statement)
  if (value !== undefined) {
    yield* session.say(value)
    return true
  }
  const [, exits, code] = /^(exit)(?:\s+(-?\d+))?$/i.exec(statement) ?? []
  if (exits !== undefined) throw new Exit(Number(code ?? 0) | 0)
  const words = wordsOf(statement.replace(/^&\s*/, ''), name => session.variable(name))
  const [first, ...rest] = words ?? []
  if (first === undefined || (first.isQuoted && !statement.startsWith('&'))) return undefined
  const name = first.text.toLowerCase()
  const cmdlet = cmdlets.get(ALIASES[name] ?? name)
  if (cmdlet === undefined) return yield* runProgram(session, first.text, rest)
  const given = readParameters(cmdlet, rest, statement)
  return given === undefined ? undefined : yield* cmdlet.run(session, given)
}

/** What an expression is worth; undefined for what is none, or none that is known. */
function valueOfExpression(session: Session, statement: string): string | undefined {
  const { guest } = session
  const bare = statement.replace(/^\((.*)\)$/s, '$1').trim()
  if (/^\$PSVersionTable\.PSVersion\.ToString\(\)$/i.test(statement)) {
    return `${POWERSHELL}.${windowsVersion(guest).split('.').slice(2).join('.')}`
  }
  if (/^\[(?:System\.)?Environment\]::OSVersion\.VersionString$/i.test(statement)) {
    return `Microsoft Windows NT ${windowsVersion(guest).split('.').slice(0, 3).join('.')}.0`
  }
  const [, quoted, plain, property] =
    /^\(\s*Get-Service\s+(?:-Name\s+)?(?:['"]([^'"]+)['"]|([\w-]+))\s*\)\.(\w+)$/i.exec(statement) ??
    /^Get-Service\s+(?:-Name\s+)?(?:['"]([^'"]+)['"]|([\w-]+))\s*\|\s*Select(?:-Object)?\s+-ExpandProperty\s+(\w+)$/i.exec(
      statement,
    ) ??
    []
  if (property?.toLowerCase() === 'status') return serviceStatus(session, quoted ?? plain ?? '')
  if (/^-?\d+$/.test(bare)) return bare
  if (!/^(?:'|"|\$env:)/i.test(bare)) return undefined
  const words = wordsOf(bare, name => session.variable(name))
  return words?.length === 1 ? words[0]?.text : undefined
}

function readParameters(cmdlet: Cmdlet, words: readonly Word[], statement: string): Arguments | undefined {
  const operands: string[] = []
  const parameters = new Map<string, string>()
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const name = word.isQuoted ? undefined : /^-([A-Za-z]+)$/.exec(word.text)?.[1]?.toLowerCase()
    if (name === undefined) {
      operands.push(word.text)
      continue
    }
    const [known, takesValue] = Object.entries(cmdlet.parameters).find(([it]) => it.startsWith(name)) ?? []
    if (known === undefined) return undefined
    const value = takesValue ? rest.shift()?.text : ''
    if (value === undefined) return undefined
    parameters.set(known, value)
  }
  return { operands, parameters, statement }
}

function* runProgram(
  session: Session,
  name: string,
  words: readonly Word[],
): Generator<Wait, boolean | undefined, void> {
  const path = findProgram(session, name)
  if (path === undefined) return undefined
  const line = [name, ...words.map(({ text }) => text)].map(it => (/[ \t]|^$/.test(it) ? `"${it}"` : it)).join(' ')
  try {
    const ending = yield* session.task.run({ path, argv: argvOf(line) }, { environ: session.environment.environ })
    return 'exitCode' in ending && ending.exitCode === 0
  } catch (error) {
    if (error instanceof Errno || error instanceof Win32Error) return undefined
    throw error
  }
}
