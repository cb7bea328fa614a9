/** export, readonly and local of the heirs of the Almquist shell: their words are words like all others. */
import type { Wait } from '../../wait.js'
import { Exit } from '../control.js'
import type { Shell } from '../shell.js'
import { isName, type Variable } from '../variables.js'
import type { Builtin } from './builtin.js'
import { failed, refuseOption } from './failing.js'
import { inQuotes } from './texts.js'

type Mark = (variable: Variable) => void

export const exportPlain: Builtin = (shell, args, name) =>
  mark(shell, args, name, variable => {
    variable.isExported = true
  })

export const readonlyPlain: Builtin = (shell, args, name) =>
  mark(shell, args, name, variable => {
    variable.isReadonly = true
  })

function* mark(shell: Shell, args: readonly string[], name: string, apply: Mark): Generator<Wait, number, void> {
  const { variables } = shell
  const words = [...args]
  let isListing = words.length === 0
  while (/^-./.test(words[0] ?? '')) {
    const word = words.shift() ?? ''
    if (word === '--') break
    if (word !== '-p') return yield* refuseOption(shell, name, word.slice(0, 2))
    isListing = true
  }
  if (isListing && words.length === 0) return yield* list(shell, name)
  for (const word of words) {
    const variable = yield* assignWord(shell, name, word, key => variables.writable(key))
    apply(variable)
  }
  return 0
}

/** NAME or NAME=text. */
function* assignWord(
  shell: Shell,
  builtin: string,
  word: string,
  declare: (name: string) => Variable,
): Generator<Wait, Variable, void> {
  const [name = ''] = word.split('=', 1)
  if (!isName(name)) throw yield* failed(shell, builtin, `${name}: bad variable name`)
  const known = shell.variables.own(name)
  if (known?.isReadonly) {
    if (word !== name) throw yield* failed(shell, builtin, `${name}: is read only`)
    return known
  }
  const variable = declare(name)
  if (word !== name) variable.text = word.slice(name.length + 1)
  return variable
}

function* list(shell: Shell, name: string): Generator<Wait, number, void> {
  const { variables } = shell
  for (const key of variables.names()) {
    const variable = variables.own(key)
    if (!(name === 'export' ? variable?.isExported : variable?.isReadonly)) continue
    const value = variable?.text === undefined ? '' : `=${inQuotes(shell, variable.text)}`
    yield* shell.print(`${name} ${key}${value}\n`)
  }
  return 0
}

/** A name without a value keeps what it had outside. */
export const localPlain: Builtin = function* (shell, args, name) {
  const { variables } = shell
  if (!variables.isInFunction) {
    yield* shell.complain(`${name}: not in a function`)
    throw new Exit(2)
  }
  for (const word of args) {
    yield* assignWord(shell, name, word, key => {
      if (variables.isLocal(key)) return variables.declareLocal(key)
      const outer = variables.own(key)
      return Object.assign(variables.declareLocal(key), outer?.text !== undefined && { text: outer.text })
    })
  }
  return 0
}
