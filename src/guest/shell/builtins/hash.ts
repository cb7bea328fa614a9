import { type Builtin, refuse } from './builtin.js'
import { findFiles } from './lookup.js'
import { readOptions } from './options.js'

export const hash: Builtin = function* (shell, args, name) {
  const { hashed, dialect } = shell
  const options = yield* readOptions(shell, name, args, dialect.isBash ? 'ldp:rt' : 'r')
  if (typeof options === 'number') return options
  const { rest } = options
  if (options.has('r')) hashed.clear()
  if (rest.length === 0) {
    if (options.has('r')) return 0
    if (!dialect.isBash) yield* shell.print([...hashed.values()].map(({ path }) => `${path}\n`).join(''))
    else if (hashed.size === 0) yield* shell.print(`${name}: hash table empty\n`)
    else if (options.has('l')) {
      yield* shell.print([...hashed].map(([word, { path }]) => `builtin hash -p ${path} ${word}\n`).join(''))
    } else {
      const rows = [...hashed.values()].map(({ path, hits }) => `${String(hits).padStart(4)}\t${path}\n`)
      yield* shell.print(`hits\tcommand\n${rows.join('')}`)
    }
    return 0
  }
  let status = 0
  for (const word of rest) {
    const known = hashed.get(word)
    const path = options.value('p')
    if (path !== undefined) hashed.set(word, { path, hits: 0 })
    else if (options.has('d')) {
      if (hashed.delete(word)) continue
      status = yield* refuse(shell, name, `${word}: not found`)
    } else if (options.has('t')) {
      if (known === undefined) status = yield* refuse(shell, name, `${word}: not found`)
      else yield* shell.print(rest.length > 1 ? `${word}\t${known.path}\n` : `${known.path}\n`)
    } else {
      const [file] = word.includes('/') ? [word] : findFiles(shell, word)
      if (file !== undefined) {
        if (!word.includes('/')) hashed.set(word, { path: file, hits: 0 })
      } else {
        status = yield* refuse(shell, name, `${word}: not found`)
      }
    }
  }
  return status
}
