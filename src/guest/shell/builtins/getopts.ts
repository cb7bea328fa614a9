import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { isName } from '../variables.js'
import { assignText } from './assigning.js'
import { type Builtin, refuse } from './builtin.js'
import { failed, usage } from './failing.js'

export const getopts: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const [letters, variable, ...given] = args[0] === '--' ? args.slice(1) : args
  if (letters === undefined || variable === undefined) {
    if (isBash) return yield* usage(shell, name)
    throw yield* failed(shell, name, 'Usage: getopts optstring var [arg...]')
  }
  if (!isName(variable)) {
    if (isBash) return yield* refuse(shell, name, `\`${variable}': not a valid identifier`)
    throw yield* failed(shell, name, `${variable}: bad variable name`)
  }
  const next = takeOption(shell, letters.replace(/^:/, ''), args.length > 2 ? given : shell.positional)
  const isQuiet = letters.startsWith(':')
  if (next === undefined) {
    yield* setOrUnset(shell, 'OPTARG', undefined)
    yield* assignText(shell, name, variable, '?')
    return 1
  }
  const { option, value, problem } = next
  if (problem === undefined) {
    yield* setOrUnset(shell, 'OPTARG', isBash ? value : (value ?? ''))
    yield* assignText(shell, name, variable, option)
    return 0
  }
  if (!isQuiet) yield* tell(shell, option, problem)
  yield* setOrUnset(shell, 'OPTARG', isQuiet ? option : undefined)
  yield* assignText(shell, name, variable, isQuiet && problem === 'no value' ? ':' : '?')
  return 0
}

interface Taken {
  readonly option: string
  readonly value?: string
  readonly problem?: 'unknown' | 'no value'
}

/** The next option, and OPTIND behind it. Undefined at the end of them. */
function takeOption(shell: Shell, letters: string, args: readonly string[]): Taken | undefined {
  const { variables, getopts } = shell
  const index = Math.max(1, Number(variables.text('OPTIND') ?? 1) || 1)
  // Who sets OPTIND begins anew there.
  if (index !== getopts.shown) move(shell, index)
  const word = args[getopts.index - 1]
  if (getopts.offset === 0) {
    if (word === undefined || !/^-./s.test(word)) return undefined
    if (word === '--') {
      move(shell, getopts.index + 1)
      return undefined
    }
    getopts.offset = 1
  }
  const option = word?.charAt(getopts.offset) ?? ''
  const isLast = getopts.offset + 1 >= (word?.length ?? 0)
  const place = option === ':' ? -1 : letters.indexOf(option)
  if (place === -1 || letters[place + 1] !== ':') {
    advance(shell, isLast)
    return place === -1 ? { option, problem: 'unknown' } : { option }
  }
  const value = isLast ? args[getopts.index] : word?.slice(getopts.offset + 1)
  move(shell, getopts.index + (isLast ? 2 : 1))
  if (value !== undefined) return { option, value }
  move(shell, args.length + 1)
  return { option, problem: 'no value' }
}

/** To the next letter: bash counts a word when it is done with, dash when it begins with it. */
function advance(shell: Shell, isLast: boolean): void {
  const { getopts, dialect, variables } = shell
  if (isLast) {
    move(shell, getopts.index + 1)
    return
  }
  getopts.offset++
  if (dialect.isBash) return
  getopts.shown = getopts.index + 1
  variables.set('OPTIND', String(getopts.shown))
}

function move({ getopts, variables }: Shell, index: number): void {
  getopts.index = index
  getopts.shown = index
  getopts.offset = 0
  variables.set('OPTIND', String(index))
}

function* setOrUnset(shell: Shell, name: string, text: string | undefined): Generator<Wait, void, void> {
  if (text === undefined) shell.variables.unset(name)
  else yield* assignText(shell, 'getopts', name, text)
}

function* tell(shell: Shell, option: string, problem: 'unknown' | 'no value'): Generator<Wait, void, void> {
  if (shell.dialect.isBash) {
    if (shell.variables.text('OPTERR') === '0') return
    const what = problem === 'unknown' ? 'illegal option' : 'option requires an argument'
    yield* shell.print(`${shell.name}: ${what} -- ${option}\n`, 2)
    return
  }
  yield* shell.print(problem === 'unknown' ? `Illegal option -${option}\n` : `No arg for -${option} option\n`, 2)
}
