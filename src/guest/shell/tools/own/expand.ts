/** coreutils' expand(1), as its input comes. */
import { Errno } from '../../../errno.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { eachPiece } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'

const [BACKSPACE, TAB, NEWLINE, BLANK] = [8, 9, 10, 32]

/** How many blanks stand for a tab in that column. */
type Stops = (column: number) => number

export const expand = program(function* (console) {
  const options = yield* console.options(['i,initial', 't,tabs='], { args: withoutObsolete(console.args) })
  const lists = options.list.filter(({ name }) => name === 't').map(({ value = '' }) => value)
  const stops = yield* readStops(console, lists.join(','))
  const isInitial = options.has('i')
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    let column = 0
    let converts = true
    const spread = function* (bytes: Uint8Array) {
      const result: number[] = []
      for (const byte of bytes) {
        if (byte === TAB && converts) {
          const count = stops(column)
          for (let left = count; left > 0; left--) result.push(BLANK)
          column += count
          continue
        }
        result.push(byte)
        if (byte === NEWLINE) {
          column = 0
          converts = true
          continue
        }
        column = byte === BACKSPACE ? Math.max(0, column - 1) : column + 1
        if (isInitial && byte !== BLANK) converts = false
      }
      yield* console.print(Uint8Array.from(result))
      return true
    }
    try {
      yield* eachPiece(console.task, operand, spread)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.warn(`${quotedIfNeeded(operand)}: ${error.text}`)
    }
  }
  return undefined
})

/** The old way to say where the stops are: `-4`, `-4,8`. */
function withoutObsolete(args: readonly string[]): readonly string[] {
  return args.map(arg => (/^-\d[\d,]*$/.test(arg) ? `-t${arg.slice(1)}` : arg))
}

/** `4`: every fourth column; `4,8`: those columns; with `/8` or `+8` at the end as many others as one wants. */
function* readStops(console: Console, text: string): Generator<Wait, Stops, void> {
  const columns: number[] = []
  let further: { readonly kind: string; readonly size: number } | undefined
  for (const part of text.split(/[, \t]/).filter(it => it !== '')) {
    const [, kind = '', digits = ''] = /^([/+]?)(\d+)$/.exec(part) ?? []
    if (digits === '') {
      const wrong = /^[/+]?\d*(.*)$/s.exec(part)?.[1] ?? part
      return yield* console.fail(`tab size contains invalid character(s): ${quotedWord(wrong)}`)
    }
    const size = Number(digits)
    if (further !== undefined) {
      return yield* console.fail(`${quotedWord(further.kind)} specifier only allowed with the last value`)
    }
    if (size === 0 && kind === '') return yield* console.fail('tab size cannot be 0')
    if (size > 1 << 20) return yield* console.fail(`tab stop is too large ${quotedWord(digits)}`)
    if (kind !== '') further = { kind, size }
    else if (size <= (columns.at(-1) ?? 0)) return yield* console.fail('tab sizes must be ascending')
    else columns.push(size)
  }
  const only = columns.length === 1 && further === undefined ? columns[0] : undefined
  const every = columns.length === 0 ? further?.size || 8 : only
  if (every !== undefined && every > 0) return column => every - (column % every)
  const last = columns.at(-1) ?? 0
  return column => {
    const next = columns.find(stop => stop > column)
    if (next !== undefined) return next - column
    if (further === undefined || further.size === 0) return 1
    const from = further.kind === '+' ? column - last : column
    return further.size - (from % further.size)
  }
}
