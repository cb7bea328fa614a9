import { OCTAL_WITH_ZERO, readEscape } from '../../programs/escapes.js'
import type { Builtin } from './builtin.js'
import { printAll } from './output.js'

export const echo: Builtin = function* (shell, args, name) {
  const words = [...args]
  const { isBash } = shell.dialect
  let newline = true
  let escapes = isBash ? shell.shopt.has('xpg_echo') : shell.dialect.name === 'dash'
  const options = shell.dialect.name === 'dash' ? /^-n$/ : /^-[neE]+$/
  const most = shell.dialect.name === 'dash' ? 1 : words.length
  for (let count = 0; count < most && options.test(words[0] ?? ''); count++) {
    for (const letter of words.shift()?.slice(1) ?? '') {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const text = words.join(' ')
  const { parts, isStopped } = escapes ? escaped(text) : { parts: [text], isStopped: false }
  if (newline && !isStopped) parts.push('\n')
  return (yield* printAll(shell, name, parts)) ? 0 : 1
}

/** `isStopped`: by \c. */
function escaped(text: string): { parts: (string | Uint8Array)[]; isStopped: boolean } {
  const parts: (string | Uint8Array)[] = []
  for (let rest = text; rest !== ''; ) {
    const plain = rest.split('\\', 1)[0] ?? ''
    if (plain !== '') {
      parts.push(plain)
      rest = rest.slice(plain.length)
      continue
    }
    const { bytes, length, stop } = readEscape(rest, OCTAL_WITH_ZERO)
    parts.push(bytes)
    if (stop) return { parts, isStopped: true }
    rest = rest.slice(length)
  }
  return { parts, isStopped: false }
}
