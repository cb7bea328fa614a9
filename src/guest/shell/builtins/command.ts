/** command and builtin: a name that is not looked for among the functions. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { findAll, type Search } from './lookup.js'
import { readOptions } from './options.js'
import { describe, nameOf, sentence } from './type.js'

const NOT_FOUND = 127
/** What is found by -p. */
const STANDARD_PATH = '/bin:/usr/bin:/sbin:/usr/sbin'

export function commandOf(isBuiltin: Search['isBuiltin']): Builtin {
  return function* (shell, args, name) {
    const options = yield* readOptions(shell, name, args, 'pVv')
    if (typeof options === 'number') return options
    const { rest } = options
    const search = { isBuiltin, ...(options.has('p') && { path: STANDARD_PATH }) }
    if (options.has('v') || options.has('V'))
      return yield* tell(shell, name, rest, options.last('v', 'V') === 'V', search)
    if (rest.length === 0) return 0
    return yield* unspecial(shell, function* () {
      const path = shell.variables.text('PATH')
      if (options.has('p')) shell.variables.set('PATH', STANDARD_PATH)
      try {
        yield* shell.interpreter.runWords(shell, rest, { skipFunctions: true })
      } finally {
        if (options.has('p') && path !== undefined) shell.variables.set('PATH', path)
      }
      return shell.status
    })
  }
}

/** bash goes on behind what it doesn't find, and is content when it finds one of them. */
function* tell(
  shell: Shell,
  name: string,
  words: readonly string[],
  isVerbose: boolean,
  search: Search,
): Generator<Wait, number, void> {
  const { isBash } = shell.dialect
  let missing = 0
  // dash looks at one of them.
  for (const word of isBash ? words : words.slice(0, 1)) {
    const [found] = findAll(shell, word, search)
    if (found === undefined) {
      missing++
      if (isVerbose && isBash) yield* refuse(shell, name, `${word}: not found`)
      else if (isVerbose) yield* describe(shell, word, search)
    } else yield* shell.print(`${isVerbose ? sentence(shell, word, found) : nameOf(shell, word, found)}\n`)
  }
  if (!isBash) return missing > 0 ? NOT_FOUND : 0
  return missing > 0 && missing === words.length ? 1 : 0
}

/** Special builtins are ordinary ones meanwhile. */
export function* unspecial(shell: Shell, work: () => Generator<Wait, number, void>): Generator<Wait, number, void> {
  const before = shell.isUnspecial
  shell.isUnspecial = true
  try {
    return yield* work()
  } finally {
    shell.isUnspecial = before
  }
}

export function builtinOf(find: (name: string) => Builtin | undefined): Builtin {
  return function* (shell, args, name) {
    const [word, ...rest] = args[0] === '--' ? args.slice(1) : args
    if (word === undefined) return 0
    const found = find(word)
    if (found === undefined) return yield* refuse(shell, name, `${word}: not a shell builtin`)
    return yield* found(shell, rest, word)
  }
}
