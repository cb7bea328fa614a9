import type { Program } from '../../programs/program.js'
import { boundedRegExp } from '../../shell/tools/own/bounded-regex.js'
import { findstrPattern } from './findstr-pattern.js'
import { linesOf, sourcesOf } from './input.js'
import { lines, notSimulated } from './options.js'

const KNOWN = new Set(['b', 'e', 'i', 'l', 'm', 'n', 'r', 'v', 'x'])
const FAILED = 2

export const findstr: Program = call => {
  const letters = new Set<string>()
  const strings: string[] = []
  const operands: string[] = []
  for (const word of call.argv.slice(1)) {
    const [, letter = '', value] = /^[/-]([A-Za-z]+)(?::(.*))?$/s.exec(word) ?? []
    if (letter === '' || operands.length > 0) operands.push(word)
    else if (/^c$/i.test(letter) && value !== undefined) strings.push(value)
    else if (value !== undefined || [...letter.toLowerCase()].some(it => !KNOWN.has(it))) {
      return notSimulated(`findstr.exe ${word} is not simulated`)
    } else for (const it of letter.toLowerCase()) letters.add(it)
  }
  // Without /c: every word of the first operand is looked for.
  if (strings.length === 0) strings.push(...(operands.shift() ?? '').split(' ').filter(it => it !== ''))
  if (strings.length === 0) return { exitCode: FAILED, stderr: lines('FINDSTR: Bad command line') }
  const expression = toExpression(strings, letters)
  const sources = sourcesOf(call, operands)
  const isMany = operands.length > 1 || operands.some(name => /[*?]/.test(name))
  let stderr = ''
  const found: string[] = []
  for (const { name, text } of sources) {
    if (text === undefined) {
      stderr += lines(`FINDSTR: Cannot open ${name}`)
      continue
    }
    for (const [index, line] of linesOf(text).entries()) {
      if (expression.test(line) === letters.has('v')) continue
      if (letters.has('m')) {
        found.push(name)
        break
      }
      found.push(`${isMany ? `${name}:` : ''}${letters.has('n') ? `${index + 1}:` : ''}${line}`)
    }
  }
  return { exitCode: found.length > 0 ? 0 : 1, stdout: lines(...found), stderr }
}

function toExpression(strings: readonly string[], letters: ReadonlySet<string>): RegExp {
  const patterns = strings.map(it => `(?:${findstrPattern(it, letters.has('l'))})`).join('|')
  const start = letters.has('b') || letters.has('x') ? '^' : ''
  const end = letters.has('e') || letters.has('x') ? '$' : ''
  return boundedRegExp(`${start}(?:${patterns})${end}`, letters.has('i') ? 'i' : '')
}
