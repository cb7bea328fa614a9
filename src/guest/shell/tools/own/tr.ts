import { Errno } from '../../../errno.js'
import { textBytes } from '../../../programs/output.js'
import { quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { eachPiece } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'

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

export const tr = program(function* (console) {
  const options = yield* console.options(['c,complement', 'C', 'd,delete', 's,squeeze-repeats', 't,truncate-set1'], {
    stopEarly: true,
  })
  const [first, second, extra] = options.operands
  const deletes = options.has('d')
  const squeezes = options.has('s')
  if (first === undefined) return yield* console.usage('missing operand')
  if (second === undefined && deletes === squeezes) {
    yield* console.warn(`missing operand after ${quotedWord(first)}`)
    const why = deletes ? 'deleting and squeezing repeats' : 'translating'
    yield* console.say(`Two strings must be given when ${deletes ? `both ${why}` : why}.\n`)
    return yield* console.usage(undefined)
  }
  if (extra !== undefined) return yield* console.usage(`extra operand ${quotedWord(extra)}`)
  if (second !== undefined && deletes && !squeezes) {
    yield* console.warn(`extra operand ${quotedWord(second)}`)
    yield* console.say('Only one string may be given when deleting without squeezing repeats.\n')
    return yield* console.usage(undefined)
  }
  const isComplement = options.has('c') || options.has('C')
  const source = yield* expand(console, first, 0)
  const set = isComplement ? ALL.filter(character => !source.includes(character)) : source
  const gone = deletes ? new Set(set.map(codeOf)) : NONE
  let squeezed = squeezes ? new Set(set.map(codeOf)) : NONE
  let table = ALL.map(codeOf)
  if (deletes && second !== undefined) squeezed = new Set((yield* expand(console, second, 0)).map(codeOf))
  else if (second !== undefined) {
    const to = yield* expand(console, second, set.length)
    if (to.length === 0 && !options.has('t') && set.length > 0)
      return yield* console.fail('when not truncating set1, string2 must be non-empty')
    table = tableOf(options.has('t') ? set.slice(0, to.length) : set, to)
    if (squeezes) squeezed = new Set(to.map(codeOf))
  }
  let last = -1
  const copy = eachPiece(console.task, '-', function* (bytes) {
    const result = new Uint8Array(bytes.length)
    let length = 0
    for (const byte of bytes) {
      if (gone.has(byte)) continue
      const to = table[byte] ?? byte
      if (to === last && squeezed.has(to)) continue
      result[length++] = to
      last = to
    }
    yield* console.print(result.subarray(0, length))
    return true
  })
  try {
    yield* copy
  } catch (error) {
    if (!(error instanceof Errno && NOT_READ.has(error.code))) throw error
    yield* console.warn(`read error: ${error.text}`)
  }
  return undefined
})

const NOT_READ: ReadonlySet<string> = new Set(['EISDIR', 'EBADF'])

const NONE: ReadonlySet<number> = new Set()
const codeOf = (character: string) => character.charCodeAt(0)

/** What each byte becomes. */
function tableOf(from: readonly string[], to: readonly string[]): number[] {
  const table = ALL.map(codeOf)
  for (const [index, character] of from.entries()) {
    const other = to[index] ?? to.at(-1)
    if (other !== undefined) table[codeOf(character)] = codeOf(other)
  }
  return table
}

/** The characters of a set, in order; `length`: what [c*] fills up to. */
function* expand(console: Console, text: string, length: number): Generator<Wait, string[], void> {
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
      if (set === undefined) return yield* console.fail(`invalid character class ${quotedWord(named[1] ?? '')}`)
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
        yield* console.fail(
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
