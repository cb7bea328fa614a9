/** util-linux's hexdump(1), with the formats that it has ready; those of -e it doesn't do. */
import { type Console, program } from '../../../programs/streaming/console.js'
import type { Wait } from '../../../wait.js'
import { byteText } from './byte-text.js'
import { eachRow } from './rows.js'

const OPTIONS = ['b,one-byte-octal', 'c,one-byte-char', 'C,canonical', 'd,two-bytes-decimal', 'o,two-bytes-octal']
const MORE = ['x,two-bytes-hex', 'n,length=', 's,skip=', 'v,no-squeezing']
const ROW = 16

interface Format {
  /** Bytes of each number. */
  readonly size: 1 | 2
  /** Of a number with the blanks before it. */
  readonly width: number
  text(value: number): string
}

const FORMATS: Readonly<Record<string, Format>> = {
  b: { size: 1, width: 4, text: value => value.toString(8).padStart(3, '0') },
  c: { size: 1, width: 4, text: byteText },
  d: { size: 2, width: 8, text: value => String(value).padStart(5, '0') },
  o: { size: 2, width: 8, text: value => value.toString(8).padStart(6, '0') },
  x: { size: 2, width: 8, text: value => value.toString(16).padStart(4, '0') },
  '': { size: 2, width: 5, text: value => value.toString(16).padStart(4, '0') },
}

export const hexdump = program(
  function* (console) {
    // As hd it is canonical.
    const isCanonical = console.name === 'hd'
    const others = ['e,format=', 'f,format-file=', 'L,color?', 'X']
    const options = yield* console.options([...OPTIONS, ...MORE], { others })
    const asked = options.list.map(({ name }) => name).filter(name => 'bcCdox'.includes(name))
    if (asked.length > 1) return yield* console.fail("mockvm doesn't do several formats at once yet")
    const skip = yield* readCount(console, options.value('s') ?? '0')
    const length = options.value('n')
    const limit = length === undefined ? undefined : yield* readCount(console, length)
    const format = isCanonical ? 'C' : (asked[0] ?? '')
    const rowText = format === 'C' ? canonicalRow : (cells: Buffer) => plainRow(cells, FORMATS[format] ?? FORMATS[''])
    const address = (at: number) => at.toString(16).padStart(format === 'C' ? 8 : 7, '0')
    let before: Buffer | undefined
    let isHidden = false
    const show = function* (row: Buffer, at: number) {
      const isSame = row.length === ROW && before !== undefined && before.equals(row)
      if (isSame && !options.has('v')) {
        if (!isHidden) yield* console.print('*\n')
        isHidden = true
        return
      }
      isHidden = false
      before = row
      yield* console.print(`${address(skip + at)}${rowText(row)}\n`)
    }
    const operands = options.operands.length === 0 ? ['-'] : options.operands
    const explain = (operand: string, text: string) => `${operand}: ${text}`
    const part = { operands, width: ROW, skip, explain, ...(limit !== undefined && { limit }) }
    const { size, skipped, inputs } = yield* eachRow(console, part, show)
    if (inputs === 0) return yield* console.fail('all input file arguments failed')
    if (size + skipped > 0) yield* console.print(`${address(skipped + size)}\n`)
    return undefined
  },
  { shortName: true },
)

function canonicalRow(cells: Buffer): string {
  const hex = Array.from({ length: ROW }, (_, index) => cells[index]?.toString(16).padStart(2, '0') ?? '  ')
  const text = [...cells].map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
  return `  ${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}  |${text}|`
}

/** What is missing of the last row is blank; half a number is completed with zero. */
function plainRow(cells: Buffer, format: Format | undefined): string {
  if (format === undefined) return ''
  const { size, width, text } = format
  let row = ''
  for (let at = 0; at < ROW; at += size) {
    const [low = 0, high = 0] = [cells[at], cells[at + 1]]
    const value = size === 1 ? low : high * 256 + low
    row += at < cells.length ? text(value).padStart(width) : ' '.repeat(width)
  }
  return row
}

function* readCount(console: Console, text: string): Generator<Wait, number, void> {
  const [, digits = '', unit = ''] = /^(0x[\da-f]+|\d+)([bkKmM]?)$/i.exec(text) ?? []
  if (digits === '') return yield* console.fail(`failed to parse length: '${text}'`)
  const factors: Readonly<Record<string, number>> = { b: 512, k: 1024, K: 1024, m: 1 << 20, M: 1 << 20 }
  return Number(digits) * (factors[unit] ?? 1)
}
