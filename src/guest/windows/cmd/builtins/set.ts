import { ArithmeticFault, calculate } from '../arithmetic.js'
import { atOnce, type Builtin, type BuiltinCall } from '../builtin.js'
import type { Running, Shell } from '../shell.js'
import { SYNTAX } from '../texts.js'

export const set: Builtin = {
  errorlevel: 'cmd files',
  *run(call) {
    const text = call.rest.trimStart()
    if (/^\/a/i.test(text)) return yield* arithmetic(call, text.slice(2))
    if (/^\/p/i.test(text)) return yield* ask(call.shell, text.slice(2).trimStart())
    const assignment = assignmentOf(text)
    const equals = assignment.indexOf('=')
    if (equals === -1) return yield* list(call.shell, assignment.trim())
    if (equals === 0) {
      yield* call.shell.complain(SYNTAX)
      return 1
    }
    assign(call.shell, assignment.slice(0, equals), assignment.slice(equals + 1))
    return 0
  },
}

export const path: Builtin = {
  errorlevel: 'cmd files',
  *run({ shell, rest }) {
    const value = rest.trim().replace(/^=/, '')
    if (value !== '') assign(shell, 'PATH', value === ';' ? '' : value)
    else yield* shell.say(`PATH=${shell.environment.get('PATH') ?? '(null)'}`)
    return 0
  },
}

export const prompt: Builtin = {
  errorlevel: 'cmd files',
  run: atOnce(({ shell, rest }) => {
    assign(shell, 'PROMPT', rest.trim())
    return 0
  }),
}

/** `"NAME=value" rest`: what is behind the last quote is left out, and the quotes with it. */
function assignmentOf(text: string): string {
  if (!text.startsWith('"')) return text
  const end = text.lastIndexOf('"')
  return end === 0 ? text.slice(1) : text.slice(1, end)
}

/** An empty value takes a variable away. */
function assign({ environment }: Shell, name: string, value: string): void {
  if (value === '') environment.remove(name)
  else environment.set(name, value)
}

/** Those whose names begin so; the folders of drives are hidden. */
function* list(shell: Shell, prefix: string): Running {
  const start = prefix.toUpperCase()
  const found = shell.environment
    .list()
    .filter(([name]) => !name.startsWith('=') && name.toUpperCase().startsWith(start))
  yield* shell.say(...found.map(([name, value]) => `${name}=${value}`))
  if (found.length > 0 || prefix === '') return 0
  yield* shell.complain(`Environment variable ${prefix} not defined`)
  return 1
}

function* arithmetic({ shell }: BuiltinCall, text: string): Running {
  try {
    const value = calculate(text, {
      get: name => shell.variable(name),
      set: (name, number) => shell.environment.set(name, number),
    })
    if (shell.script === undefined) yield* shell.print(`${value}`)
    return 0
  } catch (error) {
    if (!(error instanceof ArithmeticFault)) throw error
    yield* shell.complain(error.message)
    return error.code
  }
}

/** `set /p NAME=text`: at the end of the input the variable stays as it was. */
function* ask(shell: Shell, text: string): Running {
  const assignment = assignmentOf(text)
  const equals = assignment.indexOf('=')
  if (equals <= 0) {
    yield* shell.complain(SYNTAX)
    return 1
  }
  yield* shell.print(assignmentOf(assignment.slice(equals + 1)))
  const line = yield* shell.readLine()
  if (line === undefined || line === '') return 1
  shell.environment.set(assignment.slice(0, equals), line)
  return 0
}
