import { type Builtin, refuse } from './builtin.js'
import { usage } from './failing.js'
import { readOptions } from './options.js'
import { inQuotes } from './texts.js'

export const alias: Builtin = function* (shell, args, name) {
  const { aliases, aliasLines, dialect } = shell
  const options = yield* readOptions(shell, name, args, dialect.isBash ? 'p' : '')
  if (typeof options === 'number') return options
  const row = (word: string, value: string) => `${dialect.isBash ? 'alias ' : ''}${word}=${inQuotes(shell, value)}\n`
  if (options.rest.length === 0 || options.has('p')) {
    const all = [...aliases].sort(([a], [b]) => (a < b ? -1 : 1))
    yield* shell.print(all.map(([word, value]) => row(word, value)).join(''))
  }
  let status = 0
  for (const text of options.rest) {
    const [, word, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (word !== undefined) {
      aliases.set(word, value)
      aliasLines.set(word, { text: shell.text, line: shell.line })
      continue
    }
    const known = aliases.get(text)
    if (known !== undefined) yield* shell.print(row(text, known))
    else {
      if (dialect.name === 'dash') yield* shell.print(`${name}: ${text} not found\n`, 2)
      else yield* refuse(shell, name, `${text}: not found`)
      status = 1
    }
  }
  return status
}

export const unalias: Builtin = function* (shell, args, name) {
  const options = yield* readOptions(shell, name, args, 'a')
  if (typeof options === 'number') return options
  if (options.has('a')) {
    shell.aliases.clear()
    return 0
  }
  if (options.rest.length === 0) return shell.dialect.isBash ? yield* usage(shell, name) : 0
  let status = 0
  for (const word of options.rest) {
    if (shell.aliases.delete(word)) continue
    if (shell.dialect.name === 'dash') yield* shell.print(`${name}: ${word} not found\n`, 2)
    else yield* refuse(shell, name, `${word}: not found`)
    status = 1
  }
  return status
}
