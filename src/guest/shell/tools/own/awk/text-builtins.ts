/** awk's functions of texts. */
import { boundedRegExp, matchesOf } from '../bounded-regex.js'
import type { Args, Builtin } from './args.js'
import { goThrough, type Machine, type Work } from './machine.js'
import { checkLength } from './memory.js'
import { assign, pattern } from './operands.js'
import { format } from './printing.js'
import type { Expression } from './tree.js'
import { fromOutside, type Value } from './values.js'

export const textBuiltins: Readonly<Record<string, Builtin>> = {
  *length({ record, variables }, args) {
    const [arg] = args.all
    if (arg === undefined) return record.line.length
    const held = arg.kind === 'variable' ? variables.get(arg.name) : undefined
    return held instanceof Map ? held.size : [...(yield* args.text(0))].length
  },
  *substr(_, args) {
    const text = [...(yield* args.text(0))]
    const start = yield* args.number(1)
    const length = args.count > 2 ? yield* args.number(2) : Number.POSITIVE_INFINITY
    const from = Math.round(start)
    const to = length === Number.POSITIVE_INFINITY ? length : Math.round(start + length)
    return text.slice(Math.max(0, from - 1), Math.max(0, to - 1)).join('')
  },
  *index(_, args) {
    return (yield* args.text(0)).indexOf(yield* args.text(1)) + 1
  },
  *split({ record, regexes, variables }, args) {
    const text = yield* args.text(0)
    const [, array, separator] = args.all
    let by: string | RegExp = variables.textOf('FS')
    if (separator !== undefined) by = separator.kind === 'regex' ? regexes.get(separator.source) : yield* args.text(2)
    const pieces = record.pieces(text, by)
    const table = variables.table(array?.kind === 'variable' ? array.name : '')
    table.clear()
    for (const [at, piece] of pieces.entries()) table.set(String(at + 1), fromOutside(piece))
    return pieces.length
  },
  sub: (machine, args) => substitute(machine, args, false),
  gsub: (machine, args) => substitute(machine, args, true),
  *match(machine, args) {
    const text = yield* args.text(0)
    const found = (yield* pattern(machine, args.all[1])).exec(text)
    const start = found === null ? 0 : found.index + 1
    machine.variables.put('RSTART', start)
    machine.variables.put('RLENGTH', found === null ? -1 : found[0].length)
    return start
  },
  *sprintf(machine, args) {
    const values: Value[] = []
    for (const arg of args.all) values.push(yield* machine.evaluate(arg))
    return yield* format(machine, values, 'sprintf')
  },
  *tolower({ text }, args) {
    return (yield* args.text(0)).replace(text.isUnicode ? /./gsu : /[A-Z]/g, each => each.toLowerCase())
  },
  *toupper({ text }, args) {
    return (yield* args.text(0)).replace(text.isUnicode ? /./gsu : /[a-z]/g, each => each.toUpperCase())
  },
}

/** So many matches are replaced at a time. */
const MATCHES_A_PIECE = 1024
const STEPS_OF_A_PIECE = 64

const RECORD: Expression = { kind: 'field', index: { kind: 'number', value: 0 } }

/** How often something was replaced. */
function* substitute(machine: Machine, args: Args, isGlobal: boolean): Work<number> {
  const expression = yield* pattern(machine, args.all[0])
  const replacement = yield* args.text(1)
  const target = args.all[2] ?? RECORD
  const text = machine.variables.text(yield* machine.evaluate(target))
  yield* goThrough(machine, text)
  let result = ''
  let parts: string[] = []
  let length = text.length
  let count = 0
  /** How far the text has been taken over, which is where the last match ended. */
  let from = 0
  for (const { 0: found, index } of matchesOf(boundedRegExp(expression.source, 'gsu'), text)) {
    // Nothing is no match right behind one.
    if (found === '' && count > 0 && index === from) continue
    const put = replacement.replace(/\\\\|\\&|&/g, mark => (mark === '&' ? found : mark === '\\&' ? '&' : '\\'))
    length += put.length - found.length
    checkLength(length)
    parts.push(text.slice(from, index), put)
    from = index + found.length
    count++
    if (!isGlobal) break
    if (count % MATCHES_A_PIECE > 0) continue
    result += parts.join('')
    parts = []
    yield* machine.console.task.work(STEPS_OF_A_PIECE)
  }
  result += parts.join('') + text.slice(from)
  if (count > 0 && (target.kind === 'variable' || target.kind === 'field' || target.kind === 'element'))
    yield* assign(machine, target, result)
  return count
}
