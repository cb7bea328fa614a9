/** Builtins of which a shell without a terminal needs little: times, caller, history, enable, help, completion. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { usage } from './failing.js'
import { findFiles, keywords } from './lookup.js'
import { type Options, readOptions } from './options.js'
import { SPECIAL } from './special.js'

/** Programs and shells of the guest use no time of a processor. */
export const times: Builtin = function* (shell) {
  const none = shell.dialect.isBash ? '0m0.000s' : '0m0.000000s'
  yield* shell.print(`${none} ${none}\n${none} ${none}\n`)
  return 0
}

/** Line and file of the call that runs; with a number those of the calls around it, and the function it is in. */
export const caller: Builtin = function* (shell, [text], name) {
  const level = Number(text ?? 0)
  if (text !== undefined && !/^\d+$/.test(text)) {
    yield* refuse(shell, name, `${text}: invalid number`)
    return yield* usage(shell, name)
  }
  const call = shell.calls[level]
  if (call === undefined) return 1
  const outer = shell.calls[level + 1]
  if (text === undefined) {
    yield* shell.print(`${call.line} ${outer === undefined ? 'NULL' : sourceOf(shell)}\n`)
    return 0
  }
  if (outer === undefined && shell.isCommandString) return 1
  yield* shell.print(`${call.line} ${outer?.name ?? 'main'} ${sourceOf(shell)}\n`)
  return 0
}

/** BASH_SOURCE of what the script itself defines. */
function sourceOf({ isCommandString, name }: Shell): string {
  return isCommandString ? 'environment' : name
}

/** Nothing is remembered. */
// biome-ignore lint/correctness/useYield: a builtin is a generator, whether it waits or not.
export const history: Builtin = function* () {
  return 0
}

export const logout: Builtin = (shell, _args, name) => refuse(shell, name, "not login shell: use `exit'")

export function enableOf(names: () => readonly string[]): Builtin {
  return function* (shell, args, name) {
    const options = yield* readOptions(shell, name, args, 'adnpsf:')
    if (typeof options === 'number') return options
    if (options.rest.length === 0) {
      const isOff = (it: string) => shell.disabled.has(it)
      const wanted = names().filter(
        it => (options.has('a') || isOff(it) === options.has('n')) && (!options.has('s') || SPECIAL.has(it)),
      )
      yield* shell.print(wanted.map(it => `enable ${isOff(it) ? '-n ' : ''}${it}\n`).join(''))
      return 0
    }
    let status = 0
    for (const word of options.rest) {
      if (!names().includes(word)) status = yield* refuse(shell, name, `${word}: not a shell builtin`)
      else if (options.has('n')) shell.disabled.add(word)
      else shell.disabled.delete(word)
    }
    return status
  }
}

export function helpOf(names: () => readonly string[]): Builtin {
  return function* (shell, args, name) {
    const topics = args.filter(arg => !arg.startsWith('-'))
    if (topics.length === 0) {
      yield* shell.print(`GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n${names().join('\n')}\n`)
      return 0
    }
    let status = 1
    for (const topic of topics) {
      if (names().includes(topic)) {
        yield* shell.print(`${topic}: a shell builtin\n`)
        status = 0
      } else {
        const hint = `Try \`help help' or \`man -k ${topic}' or \`info ${topic}'.`
        yield* refuse(shell, name, `no help topics match \`${topic}'.  ${hint}`)
      }
    }
    return status
  }
}

/** Nothing is completed where nobody types. */
export const complete: Builtin = function* (shell, args, name) {
  if (args.length === 0 || args[0] === '-p' || args[0] === '-r') return 0
  return yield* refuse(shell, name, 'programmable completion is not simulated')
}

export const bind: Builtin = function* (shell, _args, name) {
  yield* shell.complain(`${name}: warning: line editing not enabled`)
  return 0
}

/** The kinds of names that `compgen` lists, by its letters and by the names of -A. */
export function compgenOf(names: () => readonly string[]): Builtin {
  return function* (shell, args, name) {
    const options = yield* readOptions(shell, name, args, 'abcdefgjksuvo:A:G:W:F:C:X:P:S:')
    if (typeof options === 'number') return options
    const [prefix = ''] = options.rest
    const words = candidates(shell, options, names()).filter(word => word.startsWith(prefix))
    if (words.length === 0) return 1
    yield* list(shell, words)
    return 0
  }
}

function* list(shell: Shell, words: readonly string[]): Generator<Wait, void, void> {
  yield* shell.print(words.map(word => `${word}\n`).join(''))
}

function candidates(shell: Shell, options: Options, builtins: readonly string[]): readonly string[] {
  const wants = (letter: string, action: string) => options.has(letter) || options.value('A') === action
  const words: string[] = []
  if (wants('a', 'alias')) words.push(...[...shell.aliases.keys()].sort())
  if (wants('k', 'keyword') || options.has('c')) words.push(...keywords(shell))
  if (wants('-', 'function') || options.has('c')) words.push(...[...shell.functions.keys()].sort())
  if (wants('b', 'builtin') || options.has('c')) words.push(...builtins)
  if (wants('v', 'variable')) words.push(...shell.variables.names())
  if (wants('e', 'export')) words.push(...shell.variables.environ().map(text => text.split('=', 1)[0] ?? ''))
  const list = options.value('W')
  if (list !== undefined) words.push(...list.split(/\s+/).filter(word => word !== ''))
  if (options.has('c') && options.rest[0] !== undefined)
    words.push(...findFiles(shell, options.rest[0]).map(() => options.rest[0] ?? ''))
  return words
}
