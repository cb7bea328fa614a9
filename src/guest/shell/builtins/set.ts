import type { Wait } from '../../wait.js'
import { OPTION_LETTERS, OPTION_NAMES } from '../option-names.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { listed } from './declare-print.js'
import { failed, refuseOption } from './failing.js'
import { functionText } from './function-text.js'

/** In the order in which dash lists them. */
const OF_DASH = (
  'errexit noglob ignoreeof interactive monitor noexec stdin xtrace verbose vi emacs noclobber allexport notify nounset ' +
  'privileged nolog debug'
).split(' ')
const OF_ASH =
  'errexit noglob ignoreeof monitor noexec xtrace verbose noclobber allexport notify nounset errtrace vi pipefail'.split(
    ' ',
  )
/** What can't be unset in a shell that nobody sits at, and what never does anything. */
const LETTERS_OF_DASH = /^[aefnuvxCmbVEIspq]$/

export function optionNames({ dialect }: Shell): readonly string[] {
  return dialect.isBash ? [...OPTION_NAMES] : dialect.name === 'ash' ? OF_ASH : OF_DASH
}

export const set: Builtin = function* (shell, args, name) {
  if (args.length === 0) return yield* list(shell)
  let at = 0
  for (; at < args.length; at++) {
    const word = args[at] ?? ''
    if (word === '--') {
      shell.positional = args.slice(at + 1)
      return 0
    }
    if (word === '-') {
      shell.options.delete('xtrace')
      shell.options.delete('verbose')
      if (at + 1 < args.length) shell.positional = args.slice(at + 1)
      return 0
    }
    if (word === '+' || !/^[-+]/.test(word)) break
    const isOn = word.startsWith('-')
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const option = args[++at]
        const refused = yield* setNamed(shell, name, option, isOn)
        if (refused !== undefined) return refused
        continue
      }
      const option = OPTION_LETTERS[letter]
      if (option === undefined || (!shell.dialect.isBash && !LETTERS_OF_DASH.test(letter))) {
        return yield* refuseOption(shell, name, `${word.charAt(0)}${letter}`)
      }
      yield* setOption(shell, name, option, isOn)
    }
  }
  if (at < args.length) shell.positional = args.slice(at)
  return 0
}

export function* setOption(shell: Shell, name: string, option: string, isOn: boolean): Generator<Wait, void, void> {
  if (option === 'monitor') {
    // It wants a terminal.
    if (isOn && !shell.dialect.isBash) {
      yield* shell.complain(`${name}: can't access tty; job control turned off`)
      return
    }
    shell.controlsJobs = isOn
  }
  if (isOn) shell.options.add(option)
  else shell.options.delete(option)
}

/** A number is what was refused with, or the end of a list. */
function* setNamed(
  shell: Shell,
  name: string,
  option: string | undefined,
  isOn: boolean,
): Generator<Wait, number | undefined, void> {
  if (option === undefined) {
    yield* listOptions(shell, isOn)
    return 0
  }
  if (!optionNames(shell).includes(option)) {
    if (!shell.dialect.isBash) throw yield* failed(shell, name, `Illegal option ${isOn ? '-' : '+'}o ${option}`)
    return yield* refuse(shell, name, `${option}: invalid option name`, 2)
  }
  yield* setOption(shell, name, option, isOn)
  return undefined
}

/** -o in two columns, +o as commands that bring them back. */
export function* listOptions(shell: Shell, isTable: boolean): Generator<Wait, void, void> {
  const { isBash } = shell.dialect
  const names = optionNames(shell)
  if (!isTable) {
    yield* shell.print(names.map(it => `set ${shell.options.has(it) ? '-' : '+'}o ${it}\n`).join(''))
    return
  }
  if (!isBash) yield* shell.print('Current option settings\n')
  yield* shell.print(names.map(it => optionRow(shell, it)).join(''))
}

export function optionRow({ dialect, options }: Shell, name: string): string {
  const state = options.has(name) ? 'on' : 'off'
  return dialect.isBash ? `${name.padEnd(15)}\t${state}\n` : `${name.padEnd(16)}${state}\n`
}

/** Variables, and of bash functions. */
function* list(shell: Shell): Generator<Wait, number, void> {
  const { variables } = shell
  for (const name of variables.names()) {
    const variable = variables.own(name) ?? variables.get(name)
    const text = variable === undefined ? undefined : listed(shell, name, variable)
    if (text !== undefined) yield* shell.print(`${text}\n`)
  }
  if (!shell.dialect.isBash) return 0
  const functions = [...shell.functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const it of functions) yield* shell.print(`${functionText(it)}\n`)
  return 0
}
