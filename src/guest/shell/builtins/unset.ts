import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { isName } from '../variables.js'
import { indexOf } from './assigning.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { readOptions } from './options.js'

export const unset: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(shell, name, args, isBash ? 'vfn' : 'vf')
  if (typeof options === 'number') return options
  if (isBash && options.has('f') && options.has('v')) {
    return yield* refuse(shell, name, 'cannot simultaneously unset a function and a variable')
  }
  let status = 0
  for (const target of options.rest) {
    const isDone = options.has('f')
      ? yield* unsetFunction(shell, name, target)
      : yield* unsetVariable(shell, name, target, options.has('n'), !options.has('v'))
    if (!isDone) status = 1
  }
  return status
}

function* unsetFunction(shell: Shell, builtin: string, name: string): Generator<Wait, boolean, void> {
  if (shell.readonlyFunctions.has(name)) {
    yield* refuse(shell, builtin, `${name}: cannot unset: readonly function`)
    return false
  }
  shell.functions.delete(name)
  shell.exportedFunctions.delete(name)
  return true
}

/** `orFunction`: one of that name, when there is no variable. */
function* unsetVariable(
  shell: Shell,
  builtin: string,
  target: string,
  isReference: boolean,
  orFunction: boolean,
): Generator<Wait, boolean, void> {
  const { variables, dialect } = shell
  const [, array, subscript] = (dialect.isBash && /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target)) || []
  if (array !== undefined) return yield* unsetElement(shell, builtin, array, subscript ?? '')
  if (!isName(target)) {
    if (!dialect.isBash) throw yield* failed(shell, builtin, `${target}: bad variable name`)
    if (target.includes('[')) return true
    if (orFunction) return yield* unsetFunction(shell, builtin, target)
    yield* refuse(shell, builtin, `\`${target}': not a valid identifier`)
    return false
  }
  const name = isReference ? target : variables.resolve(target)
  if (variables.own(name)?.isReadonly) {
    if (!dialect.isBash) throw yield* failed(shell, builtin, `${name}: is read only`)
    yield* refuse(shell, builtin, `${name}: cannot unset: readonly variable`)
    return false
  }
  if (isReference) {
    const variable = variables.own(target)
    if (variable?.isReference) {
      variable.isReference = false
      variable.text = undefined
    }
  }
  const isKnown = variables.unset(name)
  if (!isKnown && orFunction && dialect.isBash) return yield* unsetFunction(shell, builtin, target)
  return true
}

function* unsetElement(
  shell: Shell,
  builtin: string,
  array: string,
  subscript: string,
): Generator<Wait, boolean, void> {
  const { variables } = shell
  const variable = variables.get(array)
  if (variable === undefined) return true
  if (variable.isReadonly) {
    yield* refuse(shell, builtin, `${array}: cannot unset: readonly variable`)
    return false
  }
  if (variable.entries !== undefined) {
    variable.entries.delete(subscript.replace(/^(['"])(.*)\1$/s, '$2'))
    return true
  }
  if (subscript === '@' || subscript === '*') {
    variables.unset(array)
    return true
  }
  const { elements } = variable
  if (elements === undefined) {
    if (subscript === '0') return variables.unset(array)
    yield* refuse(shell, builtin, `${array}: not an array variable`)
    return false
  }
  const index = yield* indexOf(shell, subscript)
  const from = index < 0 ? elements.last + 1 : 0
  if (from + index < 0) {
    yield* refuse(shell, builtin, `[${subscript}]: bad array subscript`)
    return false
  }
  elements.delete(from + index)
  return true
}
