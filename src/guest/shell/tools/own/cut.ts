import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import type { Wait } from '../../../wait.js'
import { toLatin1 } from '../text.js'
import { eachOperandLine, printLatin1 } from './each-operand.js'

const OPTIONS = [
  ...['b,bytes=', 'c,characters=', 'd,delimiter=', 'f,fields=', 'n', 's,only-delimited', 'z,zero-terminated'],
  ...['complement', 'output-delimiter='],
]

type Ranges = readonly (readonly [from: number, to: number])[]

export const cut = program(function* (console) {
  const options = yield* console.options(OPTIONS)
  const lists = options.list.filter(({ name }) => ['b', 'c', 'f'].includes(name))
  const [list, ...more] = lists
  if (list === undefined) return yield* console.usage('you must specify a list of bytes, characters, or fields')
  if (more.length > 0) return yield* console.usage('only one list may be specified')
  const isFields = list.name === 'f'
  const given = options.value('d')
  const delimiter = given === undefined ? '\t' : latin1(given)
  if (delimiter.length > 1) return yield* console.usage('the delimiter must be a single character')
  if (!isFields && given !== undefined) {
    return yield* console.usage('an input delimiter may be specified only when operating on fields')
  }
  if (!isFields && options.has('s')) {
    return yield* console.usage('suppressing non-delimited lines makes sense\n\tonly when operating on fields')
  }
  const ranges = yield* readRanges(console, list.value ?? '', isFields)
  const isChosen = (number: number) =>
    ranges.some(([from, to]) => number >= from && number <= to) !== options.has('complement')
  const end = options.has('z') ? '\0' : '\n'
  const between = latin1(options.value('output-delimiter') ?? (isFields ? delimiter : ''))
  const cut = function* (line: string) {
    const parts = isFields ? line.split(delimiter) : [...line]
    if (isFields && parts.length === 1) {
      if (!options.has('s')) yield* printLatin1(console, line + end)
    } else if (isFields || between === '') {
      const chosen = parts.filter((_, index) => isChosen(index + 1))
      yield* printLatin1(console, chosen.join(isFields ? between : '') + end)
    } else yield* printLatin1(console, runs(parts, isChosen).join(between) + end)
  }
  const explain = (operand: string, text: string) => `${quotedIfNeeded(operand)}: ${text}`
  yield* eachOperandLine(console, options.operands, cut, { end, explain })
  return undefined
})

function latin1(text: string): string {
  return toLatin1(textBytes(text))
}

/** What stands together. */
function runs(parts: readonly string[], isChosen: (number: number) => boolean): string[] {
  const found: string[] = []
  for (const [index, part] of parts.entries()) {
    if (!isChosen(index + 1)) continue
    if (index > 0 && isChosen(index)) found.push((found.pop() ?? '') + part)
    else found.push(part)
  }
  return found
}

function* readRanges(console: Console, text: string, isFields: boolean): Generator<Wait, Ranges, void> {
  const numbered = isFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1'
  const ranges: (readonly [number, number])[] = []
  for (const part of text.split(/[, \t]/)) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part)
    if (match === null) {
      return yield* console.usage(
        `invalid ${isFields ? 'field' : 'byte or character'} ${part.includes('-') ? 'range' : 'value'} ${quotedWord(part)}`,
      )
    }
    const [, from = '', dash, to = ''] = match
    if (from === '' && to === '')
      return yield* console.usage(dash === '' ? numbered : 'invalid range with no endpoint: -')
    if (Number(from || 1) === 0 || (to !== '' && Number(to) === 0)) return yield* console.usage(numbered)
    const last = dash === '' ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to)
    if (last < Number(from || 1)) return yield* console.usage('invalid decreasing range')
    ranges.push([Number(from || 1), last])
  }
  return ranges
}
