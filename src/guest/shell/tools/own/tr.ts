import { textBytes } from '../../../programs/output.js'
import { quotedWord } from '../../../programs/quote.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { contentOf, printLatin1 } from './lines.js'

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' },
}
const between = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at))
const LOWER = between(97, 122)
const UPPER = between(65, 90)
const DIGITS = between(48, 57)
const ALL = between(0, 255)
const matching = (expression: RegExp) => ALL.filter(character => expression.test(character))

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  lower: LOWER,
  upper: UPPER,
  digit: DIGITS,
  alpha: [...UPPER, ...LOWER],
  alnum: [...DIGITS, ...UPPER, ...LOWER],
  space: matching(/[\t-\r ]/),
  blank: ['\t', ' '],
  punct: matching(/[!-/:-@[-`{-~]/),
  print: matching(/[ -~]/),
  graph: matching(/[!-~]/),
  cntrl: matching(/[\0-\x1f\x7f]/),
  xdigit: matching(/[0-9A-Fa-f]/),
}

export const tr = tool(tool => {
  const options = tool.options(['c,complement', 'C', 'd,delete', 's,squeeze-repeats', 't,truncate-set1'], {
    stopEarly: true,
  })
  const [first, second, extra] = options.operands
  const deletes = options.has('d')
  const squeezes = options.has('s')
  if (first === undefined) throw tool.usage('missing operand')
  if (second === undefined && deletes === squeezes) {
    tool.warn(`missing operand after ${quotedWord(first)}`)
    const why = deletes ? 'deleting and squeezing repeats' : 'translating'
    tool.stderr.add(`Two strings must be given when ${deletes ? `both ${why}` : why}.\n`)
    throw tool.usage(undefined)
  }
  if (extra !== undefined) throw tool.usage(`extra operand ${quotedWord(extra)}`)
  if (second !== undefined && deletes && !squeezes) {
    tool.warn(`extra operand ${quotedWord(second)}`)
    tool.stderr.add('Only one string may be given when deleting without squeezing repeats.\n')
    throw tool.usage(undefined)
  }
  const isComplement = options.has('c') || options.has('C')
  const source = expand(tool, first, 0)
  const set = isComplement ? ALL.filter(character => !source.includes(character)) : source
  const input = contentOf(tool, '-')
  let result = input
  let squeezed = new Set(set)
  if (deletes) {
    const gone = new Set(set)
    result = [...input].filter(character => !gone.has(character)).join('')
    if (second !== undefined) squeezed = new Set(expand(tool, second, 0))
  } else if (second !== undefined) {
    const to = expand(tool, second, set.length)
    if (to.length === 0 && !options.has('t') && set.length > 0)
      throw tool.fail('when not truncating set1, string2 must be non-empty')
    const table = new Map<string, string>()
    const from = options.has('t') ? set.slice(0, to.length) : set
    for (const [index, character] of from.entries()) table.set(character, to[index] ?? to.at(-1) ?? '')
    result = [...input].map(character => table.get(character) ?? character).join('')
    squeezed = new Set(to)
  }
  if (squeezes)
    result = [...result]
      .filter((character, at, all) => at === 0 || all[at - 1] !== character || !squeezed.has(character))
      .join('')
  printLatin1(tool, result)
})

/** The characters of a set, in order; `length`: what [c*] fills up to. */
function expand(tool: Tool, text: string, length: number): string[] {
  const rest = Buffer.from(textBytes(text)).toString('latin1')
  const units: { readonly character: string; readonly isEscaped: boolean }[] = []
  for (const [part] of rest.matchAll(/\\[0-7]{1,3}|\\.|[\s\S]/g)) {
    const code = part.slice(1)
    if (part.length === 1) units.push({ character: part, isEscaped: false })
    else if (/^[0-7]/.test(code))
      units.push({ character: String.fromCharCode(Number.parseInt(code, 8) & 255), isEscaped: true })
    else units.push({ character: ESCAPES[code] ?? code, isEscaped: true })
  }
  const result: string[] = []
  let fill: { readonly at: number; readonly character: string } | undefined
  for (let at = 0; at < units.length; at++) {
    const unit = units[at]
    if (unit === undefined) break
    const ahead = units
      .slice(at)
      .map(each => (each.isEscaped ? '\0' : each.character))
      .join('')
    const named = unit.isEscaped ? null : /^\[:([a-z]*):\]/.exec(ahead)
    const repeated = unit.isEscaped ? null : /^\[([\s\S])\*(\d*)\]/.exec(ahead)
    if (named !== null) {
      const set = CLASSES[named[1] ?? '']
      if (set === undefined) throw tool.fail(`invalid character class ${quotedWord(named[1] ?? '')}`)
      result.push(...set)
      at += named[0].length - 1
    } else if (repeated !== null) {
      const character = units[at + 1]?.character ?? ''
      const digits = repeated[2] ?? ''
      const count = digits.startsWith('0') ? Number.parseInt(digits, 8) : Number(digits)
      if (count === 0) fill = { at: result.length, character }
      else result.push(...Array.from({ length: count }, () => character))
      at += repeated[0].length - 1
    } else if (units[at + 1]?.character === '-' && units[at + 1]?.isEscaped === false && units[at + 2] !== undefined) {
      const to = units[at + 2]?.character ?? ''
      if (to < unit.character) {
        throw tool.fail(
          `range-endpoints of ${quotedWord(`${unit.character}-${to}`)} are in reverse collating sequence order`,
        )
      }
      result.push(...between(unit.character.charCodeAt(0), to.charCodeAt(0)))
      at += 2
    } else result.push(unit.character)
  }
  if (fill !== undefined) {
    const missing = Math.max(0, length - result.length)
    result.splice(fill.at, 0, ...Array.from({ length: missing }, () => fill?.character ?? ''))
  }
  return result
}
