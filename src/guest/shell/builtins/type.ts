/** type, and `command -v` and -V. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { functionText } from './function-text.js'
import { type Found, findAll, findFiles, type Search } from './lookup.js'
import { readOptions } from './options.js'
import { inQuotes } from './texts.js'

const NOT_FOUND = 127

export function typeOf(isBuiltin: Search['isBuiltin']): Builtin {
  return function* (shell, args, name) {
    if (!shell.dialect.isBash) {
      let status = 0
      for (const word of args) {
        if (!(yield* describe(shell, word, { isBuiltin }))) status = NOT_FOUND
        else if (findAll(shell, word, { isBuiltin })[0]?.kind === 'file') rememberFile(shell, word)
      }
      return status
    }
    const options = yield* readOptions(shell, name, args, 'afptP')
    if (typeof options === 'number') return options
    let status = 0
    for (const word of options.rest) {
      const all = options.has('P')
        ? findFiles(shell, word).map(path => ({ kind: 'file' as const, path, isHashed: false }))
        : findAll(shell, word, { isBuiltin, skipFunctions: options.has('f') })
      const found = options.has('a') ? all : all.slice(0, 1)
      if (found.length === 0) {
        status = 1
        if (!options.has('t') && !options.has('p') && !options.has('P'))
          yield* refuse(shell, name, `${word}: not found`)
      }
      for (const it of found) {
        if (options.has('t')) yield* shell.print(`${it.kind.replace('special ', '')}\n`)
        else if (options.has('p') || options.has('P')) {
          if (it.kind === 'file') yield* shell.print(`${it.path}\n`)
        } else yield* shell.print(`${sentence(shell, word, options.has('a') ? unhashed(it) : it)}\n`)
      }
    }
    return status
  }
}

/** dash has looked for it, and knows from then on. */
function rememberFile(shell: Shell, word: string): void {
  const [path] = word.includes('/') || shell.dialect.name !== 'dash' ? [] : findFiles(shell, word)
  if (path !== undefined && !shell.hashed.has(word)) shell.hashed.set(word, { path, hits: 0 })
}

function unhashed(found: Found): Found {
  return found.kind === 'file' ? { ...found, isHashed: false } : found
}

/** Says what a word is, on standard output. False, with a message there too, for what is nothing. */
export function* describe(shell: Shell, word: string, search: Search): Generator<Wait, boolean, void> {
  const [found] = findAll(shell, word, search)
  yield* shell.print(found === undefined ? `${word}: not found\n` : `${sentence(shell, word, found)}\n`)
  return found !== undefined
}

export function sentence(shell: Shell, word: string, found: Found): string {
  const { isBash, name } = shell.dialect
  switch (found.kind) {
    case 'alias': {
      const value = shell.aliases.get(word) ?? ''
      return isBash ? `${word} is aliased to \`${value}'` : `${word} is an alias for ${value}`
    }
    case 'keyword':
      return `${word} is a shell keyword`
    case 'function': {
      const known = shell.functions.get(word)
      if (!isBash || known === undefined) return `${word} is a ${name === 'ash' ? '' : 'shell '}function`
      return `${word} is a function\n${functionText(known)}`
    }
    case 'file':
      if (!found.isHashed) return `${word} is ${found.path}`
      return isBash ? `${word} is hashed (${found.path})` : `${word} is a tracked alias for ${found.path}`
    default:
      return `${word} is a ${found.kind === 'special builtin' ? 'special ' : ''}shell builtin`
  }
}

/** As `command -v` tells it: what could be typed. */
export function nameOf(shell: Shell, word: string, found: Found): string {
  if (found.kind === 'alias') return `alias ${word}=${inQuotes(shell, shell.aliases.get(word) ?? '')}`
  return found.kind === 'file' ? found.path : word
}
