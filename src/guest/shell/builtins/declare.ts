/** declare, typeset, local, export and readonly of bash. */
import type { Wait } from '../../wait.js'
import { evaluate } from '../arithmetic/evaluate.js'
import { CommandFailed, ShellError } from '../control.js'
import { Elements } from '../elements.js'
import { assign } from '../expand/assign.js'
import { traceWords } from '../run/trace.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode, WordNode } from '../syntax-tree.js'
import { inLetters, isName, type Variable } from '../variables.js'
import { type Declaration, refuse } from './builtin.js'
import { declaration, listed } from './declare-print.js'
import { arrayOfText, type Declared, declaredWords } from './declared-words.js'
import { refuseOption } from './failing.js'
import { functionText } from './function-text.js'

/** What is to be done, by letters of options. */
interface Order {
  readonly on: ReadonlySet<string>
  readonly off: ReadonlySet<string>
  readonly names: readonly Declared[]
}

const LETTERS: Readonly<Record<string, string>> = {
  declare: 'aAfFgiIlnprtux',
  typeset: 'aAfFgiIlnprtux',
  local: 'aAfFgiIlnprtux',
  export: 'fnp',
  readonly: 'aAfp',
}

export const declare: Declaration = (shell, words, name) => run(shell, words, name)

export const local: Declaration = function* (shell, words, name) {
  if (!shell.variables.isInFunction) return yield* refuse(shell, name, 'can only be used in a function')
  return yield* run(shell, words, name)
}

function* run(shell: Shell, words: readonly WordNode[], name: string): Generator<Wait, number, void> {
  const declared = yield* declaredWords(shell, words)
  yield* traceWords(shell, [name, ...declared.map(({ text }) => text)])
  return yield* declareAll(shell, declared, name)
}

export function* declareAll(shell: Shell, declared: readonly Declared[], name: string): Generator<Wait, number, void> {
  const order = yield* readOrder(shell, declared, name)
  if (typeof order === 'number') return order
  const { on, names } = order
  if (on.has('f') || on.has('F')) return yield* ofFunctions(shell, order, name)
  if (on.has('p') || names.length === 0) return yield* printed(shell, order, name)
  let status = 0
  for (const it of names) if (!(yield* declareOne(shell, order, it, name))) status = 1
  return status
}

function* readOrder(shell: Shell, declared: readonly Declared[], name: string): Generator<Wait, Order | number, void> {
  const on = new Set<string>()
  const off = new Set<string>()
  let at = 0
  for (; at < declared.length; at++) {
    const { text, assignment } = declared[at] ?? { text: '' }
    if (assignment !== undefined || !/^[-+]./s.test(text)) break
    if (text === '--') {
      at++
      break
    }
    for (const letter of text.slice(1)) {
      if (!LETTERS[name]?.includes(letter) || (text.startsWith('+') && !/declare|typeset|local/.test(name))) {
        return yield* refuseOption(shell, name, `${text.charAt(0)}${letter}`)
      }
      const [into, from] = text.startsWith('-') ? [on, off] : [off, on]
      into.add(letter)
      from.delete(letter)
    }
  }
  if (name === 'export') (on.has('n') ? off : on).add('x')
  if (name === 'export') on.delete('n')
  if (name === 'readonly') on.add('r')
  return { on, off, names: declared.slice(at) }
}

function* declareOne(
  shell: Shell,
  order: Order,
  { text, assignment }: Declared,
  builtin: string,
): Generator<Wait, boolean, void> {
  const { on } = order
  const full = assignment?.name ?? text
  const name = full.replace(/\[.*$/s, '')
  if (!isName(name) || (assignment === undefined && full !== name && !/^[A-Za-z_]\w*\[.*\]$/s.test(full))) {
    yield* refuse(shell, builtin, `\`${text}': not a valid identifier`)
    return false
  }
  const isScoped = /declare|typeset|local/.test(builtin)
  const variable = find(shell, name, isScoped && !on.has('g'), on)
  if (variable === undefined || (variable.isReadonly && (assignment !== undefined || order.off.has('r')))) {
    yield* shell.complain(isScoped ? `${builtin}: ${name}: readonly variable` : `${name}: readonly variable`)
    return false
  }
  const refused = setAttributes(variable, order)
  if (refused !== undefined) {
    yield* refuse(shell, builtin, `${name}: ${refused}`)
    return false
  }
  // Where it is to be set is known already: a reference given now has the name as its text.
  const array = isScoped && (on.has('a') || on.has('A')) ? arrayOfText(text) : undefined
  const given = array ?? assignment
  if (given !== undefined) {
    const isDone = yield* assignTo(shell, variable, given, on)
    if (!isDone) return false
  } else if ((on.has('a') || on.has('A')) && (variable.elements ?? variable.entries)?.size === 0)
    variable.isDeclared = true
  if (on.has('r')) variable.isReadonly = true
  if (on.has('n')) variable.isReference = true
  return true
}

/** Undefined for one that is readonly outside. */
function find(shell: Shell, name: string, isLocal: boolean, on: ReadonlySet<string>): Variable | undefined {
  const { variables } = shell
  try {
    if (isLocal && variables.isInFunction) return variables.declareLocal(name)
  } catch (error) {
    if (error instanceof ShellError) return undefined
    throw error
  }
  if (on.has('g')) return variables.outermost(name)
  const own = on.has('n') ? variables.own(name) : variables.own(variables.resolve(name))
  return own ?? variables.writable(name)
}

/** Why it can't be. */
function setAttributes(variable: Variable, { on, off }: Order): string | undefined {
  if (off.has('a') && variable.elements !== undefined) return 'cannot destroy array variables in this way'
  if (off.has('A') && variable.entries !== undefined) return 'cannot destroy array variables in this way'
  if (on.has('A') && variable.elements !== undefined) return 'cannot convert indexed to associative array'
  if (on.has('a') && variable.entries !== undefined) return 'cannot convert associative to indexed array'
  if (on.has('a')) {
    variable.elements ??= Elements.ofText(variable.text)
    variable.text = undefined
  }
  if (on.has('A')) {
    variable.entries ??= new Map(variable.text === undefined ? [] : [['0', variable.text]])
    variable.text = undefined
  }
  if (on.has('i')) variable.isInteger = true
  if (off.has('i')) variable.isInteger = false
  if (on.has('x')) variable.isExported = true
  if (off.has('x')) variable.isExported = false
  if (off.has('n')) variable.isReference = false
  if (on.has('l')) variable.letters = 'lower'
  if (on.has('u')) variable.letters = 'upper'
  if (off.has('l') || off.has('u')) variable.letters = undefined
  return undefined
}

function* assignTo(
  shell: Shell,
  variable: Variable,
  assignment: AssignmentNode,
  on: ReadonlySet<string>,
): Generator<Wait, boolean, void> {
  const [part] = assignment.value?.parts ?? []
  // A reference itself, and one outside of the scope that runs, are no matter for an ordinary assignment.
  const isOutside = shell.variables.own(assignment.name) !== variable
  if ((on.has('n') || isOutside) && assignment.array === null && !assignment.name.includes('[')) {
    const text = part?.type === 'SingleQuoted' ? part.value : ''
    const before = assignment.append ? (variable.text ?? '') : ''
    variable.text = variable.isInteger
      ? String(yield* evaluate(shell, text))
      : inLetters(before + text, variable.letters)
    return true
  }
  try {
    yield* assign(shell, assignment)
    return true
  } catch (error) {
    if (error instanceof ShellError) {
      yield* shell.complain(error.message)
      return false
    }
    if (error instanceof CommandFailed) return false
    throw error
  }
}

function* ofFunctions(shell: Shell, { on, off, names }: Order, builtin: string): Generator<Wait, number, void> {
  const { functions } = shell
  if (names.length === 0) {
    const all = [...functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const it of all) yield* shell.print(on.has('F') ? `declare -f ${it.name}\n` : `${functionText(it)}\n`)
    return 0
  }
  let status = 0
  for (const { text } of names) {
    const known = functions.get(text)
    if (known === undefined) {
      status = 1
      if (builtin === 'export' || builtin === 'readonly') yield* refuse(shell, builtin, `${text}: not a function`)
      else if (on.has('p')) yield* refuse(shell, builtin, `${text}: not found`)
    } else if (on.has('x')) shell.exportedFunctions.add(text)
    else if (off.has('x')) shell.exportedFunctions.delete(text)
    else if (on.has('r')) shell.readonlyFunctions.add(text)
    else yield* shell.print(on.has('F') ? `${text}\n` : `${functionText(known)}\n`)
  }
  return status
}

function* printed(shell: Shell, { on, names }: Order, builtin: string): Generator<Wait, number, void> {
  const { variables } = shell
  if (names.length === 0) {
    const isBare = on.size === 0
    for (const name of variables.names()) {
      const variable = variables.own(name) ?? variables.get(name)
      if (variable === undefined || !isMeant(variable, on)) continue
      if (builtin === 'local' && !variables.isLocal(name)) continue
      const text = isBare && builtin !== 'local' ? listed(shell, name, variable) : declaration(name, variable)
      if (text !== undefined) yield* shell.print(`${text}\n`)
    }
    if (isBare && builtin !== 'local')
      for (const it of shell.functions.values()) yield* shell.print(`${functionText(it)}\n`)
    return 0
  }
  let status = 0
  for (const { text } of names) {
    const variable = variables.own(text) ?? variables.get(text)
    if (builtin === 'export' || builtin === 'readonly') continue
    if (variable === undefined) {
      yield* refuse(shell, builtin, `${text}: not found`)
      status = 1
    } else yield* shell.print(`${declaration(text, variable)}\n`)
  }
  return status
}

function isMeant(variable: Variable, on: ReadonlySet<string>): boolean {
  if (on.has('x') && !variable.isExported) return false
  if (on.has('r') && !variable.isReadonly) return false
  if (on.has('i') && !variable.isInteger) return false
  if (on.has('n') && !variable.isReference) return false
  if (on.has('a') && variable.elements === undefined) return false
  return !(on.has('A') && variable.entries === undefined)
}
