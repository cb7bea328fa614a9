import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { toLatin1 } from '../text.js'
import { contentOf, linesOf, printLatin1 } from './lines.js'

const OPTIONS = [
  ...['b,bytes=', 'c,characters=', 'd,delimiter=', 'f,fields=', 'n', 's,only-delimited', 'z,zero-terminated'],
  ...['complement', 'output-delimiter='],
]

type Ranges = readonly (readonly [from: number, to: number])[]

export const cut = tool(tool => {
  const options = tool.options(OPTIONS)
  const lists = options.list.filter(({ name }) => ['b', 'c', 'f'].includes(name))
  const [list, ...more] = lists
  if (list === undefined) throw tool.usage('you must specify a list of bytes, characters, or fields')
  if (more.length > 0) throw tool.usage('only one list may be specified')
  const isFields = list.name === 'f'
  const given = options.value('d')
  const delimiter = given === undefined ? '\t' : latin1(given)
  if (delimiter.length > 1) throw tool.usage('the delimiter must be a single character')
  if (!isFields && given !== undefined) {
    throw tool.usage('an input delimiter may be specified only when operating on fields')
  }
  if (!isFields && options.has('s')) {
    throw tool.usage('suppressing non-delimited lines makes sense\n\tonly when operating on fields')
  }
  const ranges = readRanges(tool, list.value ?? '', isFields)
  const isChosen = (number: number) =>
    ranges.some(([from, to]) => number >= from && number <= to) !== options.has('complement')
  const end = options.has('z') ? '\0' : '\n'
  const between = latin1(options.value('output-delimiter') ?? (isFields ? delimiter : ''))
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    const copy = () => {
      for (const line of linesOf(contentOf(tool, operand), end)) {
        const parts = isFields ? line.split(delimiter) : [...line]
        if (isFields && parts.length === 1) {
          if (!options.has('s')) printLatin1(tool, line + end)
        } else if (isFields || between === '') {
          printLatin1(tool, parts.filter((_, index) => isChosen(index + 1)).join(isFields ? between : '') + end)
        } else printLatin1(tool, runs(parts, isChosen).join(between) + end)
      }
    }
    tool.attempt(copy, text => `${quotedIfNeeded(operand)}: ${text}`)
  }
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

function readRanges(tool: Tool, text: string, isFields: boolean): Ranges {
  const numbered = isFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1'
  return text.split(/[, \t]/).map(part => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part)
    if (match === null) {
      throw tool.usage(
        `invalid ${isFields ? 'field' : 'byte or character'} ${part.includes('-') ? 'range' : 'value'} ${quotedWord(part)}`,
      )
    }
    const [, from = '', dash, to = ''] = match
    if (from === '' && to === '') throw tool.usage(dash === '' ? numbered : 'invalid range with no endpoint: -')
    if (Number(from || 1) === 0 || (to !== '' && Number(to) === 0)) throw tool.usage(numbered)
    const last = dash === '' ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to)
    if (last < Number(from || 1)) throw tool.usage('invalid decreasing range')
    return [Number(from || 1), last] as const
  })
}
