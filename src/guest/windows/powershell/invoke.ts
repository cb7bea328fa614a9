/** A command: a function, one of PowerShell's own, a script or a program. */
import { FileDescription } from '../../tasks/description.js'
import type { Wait } from '../../wait.js'
import { findProgram } from '../cmd/find-program.js'
import { extensionOf } from '../full-path.js'
import { Call } from './call.js'
import { cmdletOf } from './cmdlets/cmdlets.js'
import { Exit, Failure, Leave } from './errors.js'
import { runProgram } from './program.js'
import { review } from './review.js'
import { linesOfAll } from './screen.js'
import { Kept, type Script, type Session, type Sink } from './session.js'
import { parse } from './syntax/statements.js'
import type { Parameter, Redirection, Stage, Word } from './syntax/tree.js'
import { asType } from './types.js'
import { Block, isTrue, textOf, type Value } from './values.js'

/** An argument; `name` in small letters where it is a parameter. */
export interface Argument {
  readonly name?: string
  /** As it was spelt, for programs. */
  readonly spelt?: string
  readonly value?: Value
}

type Doing = Generator<Wait, void, void>
type Command = Extract<Stage, { kind: 'command' }>

export function* runCommand(session: Session, command: Command, input: Value[] | undefined, sink: Sink): Doing {
  const { redirections } = command
  if (redirections.length === 0) return yield* runPlain(session, command, input, sink, false)
  const kept = new Kept()
  const own = redirections.find(({ stream, isToOutput }) => stream !== '2' && !isToOutput)
  const errors = redirections.find(({ stream }) => stream === '2' || stream === '*')
  const before = session.errors
  const outputs = own === undefined ? sink : kept
  const lost = new Kept()
  if (errors !== undefined) session.errors = errors.isToOutput || errors === own ? outputs : lost
  try {
    yield* runPlain(session, command, input, outputs, errors !== undefined && !errors.isToOutput)
  } finally {
    session.errors = before
  }
  if (own !== undefined) yield* writeTo(session, own, kept.values)
  if (errors !== undefined && errors !== own) yield* writeTo(session, errors, lost.values)
}

/** As Out-File of Windows PowerShell does: UTF-16. */
function* writeTo(session: Session, { to, isMore }: Redirection, values: readonly Value[]): Doing {
  if (to === undefined) return
  const path = session.path(textOf(yield* session.engine.evaluate(session, to)))
  const text = linesOfAll(values)
    .map(line => `${line}\r\n`)
    .join('')
  const before = isMore && session.disk.isFile(path) ? session.disk.read(path) : undefined
  const bytes = Buffer.from(before === undefined ? `\uFEFF${text}` : text, 'utf16le')
  session.disk.write(path, before === undefined ? bytes : Buffer.concat([before, bytes]))
}

function* runPlain(
  session: Session,
  command: Command,
  input: Value[] | undefined,
  sink: Sink,
  losesErrors: boolean,
): Doing {
  const target = yield* session.engine.evaluate(session, command.name)
  const args = yield* argumentsOf(session, command.words)
  if (target instanceof Block) return yield* runScript(session, target, args, sink)
  const name = textOf(target)
  const own = session.functions.get(name.toLowerCase())
  if (own !== undefined) return yield* runScript(session, own, args, sink, input)
  const cmdlet = cmdletOf(name)
  if (cmdlet !== undefined) {
    const call = new Call(session, cmdlet, args, input, sink)
    return yield* call.run()
  }
  const script = scriptAt(session, name)
  if (script !== undefined) return yield* runFile(session, script, args, sink)
  const path = findProgram(session, name)
  if (path === undefined) throw notRecognized(name)
  yield* runProgram(session, { path, name, args, input, sink, nul: losesErrors ? nul(session) : undefined })
}

function nul(session: Session): FileDescription {
  return new FileDescription(session.disk.open(session.path('NUL'), 'write'), 'NUL')
}

export function notRecognized(name: string): Failure {
  return new Failure(
    `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
    {
      category: `ObjectNotFound: (${name}:String) [], CommandNotFoundException`,
      id: 'CommandNotFoundException',
      command: name,
    },
  )
}

/** The full path of a script that is named with its folder. */
export function scriptAt(session: Session, name: string): string | undefined {
  if (!/[\\/:]/.test(name)) return undefined
  const path = session.path(name)
  const whole = extensionOf(path).toLowerCase() === '.ps1' ? path : `${path}.ps1`
  return session.disk.isFile(whole) ? whole : undefined
}

/** Throws NotDone for what isn't simulated, before anything is done. */
export function readScript(session: Session, path: string): Script {
  const text = Buffer.from(session.disk.read(path))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  const program = parse(text)
  review(session, program)
  return program
}

function* runFile(session: Session, path: string, args: readonly Argument[], sink: Sink): Doing {
  const script = readScript(session, path)
  const before = session.file
  session.file = path
  session.set('lastexitcode', session.get('lastexitcode') ?? null, 'global')
  try {
    yield* runScript(session, script, args, sink, undefined, {
      psscriptroot: path.replace(/\\[^\\]*$/, ''),
      pscommandpath: path,
    })
    session.isGood = true
  } catch (error) {
    if (!(error instanceof Exit)) throw error
    // Who has called it goes on.
    session.set('lastexitcode', error.code, 'global')
    session.isGood = error.code === 0
  } finally {
    session.file = before
  }
}

export function* runScript(
  session: Session,
  script: Script,
  args: readonly Argument[],
  sink: Sink,
  input: readonly Value[] = [],
  variables: Readonly<Record<string, Value>> = {},
): Doing {
  yield* session.within({ ...variables, input: [...input] }, function* () {
    yield* bind(session, script.parameters, args)
    try {
      yield* session.engine.body(session, script.body, sink)
    } catch (error) {
      if (!(error instanceof Leave) || error.how !== 'return') throw error
    }
  })
}

function* argumentsOf(session: Session, words: readonly Word[]): Generator<Wait, Argument[], void> {
  const args: Argument[] = []
  for (const word of words) {
    const { value } = word
    const given = value === undefined ? {} : { value: yield* session.engine.evaluate(session, value) }
    if (word.kind === 'parameter') args.push({ name: word.name, spelt: word.spelt, ...given })
    else args.push(given)
  }
  return args
}

/** The variables that a function or a script begins with. */
export function* bind(session: Session, parameters: readonly Parameter[], args: readonly Argument[]): Doing {
  const given = new Map<Parameter, Value>()
  const others: Value[] = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const { name } = arg
    const parameter = name === undefined ? undefined : parameters.find(it => it.name.toLowerCase().startsWith(name))
    if (parameter === undefined) {
      if (name !== undefined) others.push(`-${arg.spelt}`)
      if (arg.value !== undefined) others.push(arg.value)
    } else if (parameter.isSwitch) given.set(parameter, isTrue(arg.value ?? true))
    else given.set(parameter, arg.value ?? rest.shift()?.value ?? null)
  }
  for (const parameter of parameters) {
    if (!given.has(parameter) && !parameter.isSwitch && others.length > 0) given.set(parameter, others.shift() ?? null)
  }
  session.set('args', others)
  const bound = [...given].map(([{ name }]) => name.toLowerCase())
  session.set('psboundparameters', bound)
  for (const parameter of parameters) {
    const { name, otherwise, isSwitch, isMandatory, type } = parameter
    if (isMandatory && !given.has(parameter)) throw missingParameter(name)
    const value = given.get(parameter) ?? (otherwise && (yield* session.engine.evaluate(session, otherwise))) ?? null
    session.set(name, isSwitch ? isTrue(value) : type === undefined ? value : asType(type, emptyOf(type, value)))
  }
}

function emptyOf(type: string, value: Value): Value {
  return value === null && type === 'string' ? '' : value
}

/** Without a console nobody can be asked for it. */
function missingParameter(name: string): Failure {
  return new Failure(
    `Cannot process command because of one or more missing mandatory parameters: ${name}.`,
    {
      category: 'InvalidArgument: (:) [], ParameterBindingException',
      id: 'MissingMandatoryParameter',
      command: '',
    },
    { isFinal: true },
  )
}
