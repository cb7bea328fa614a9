/** coreutils' od(1), which reads no more than it shows. */
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import type { Wait } from '../../../wait.js'
import { byteText } from './byte-text.js'
import { eachRow } from './rows.js'

const OPTIONS = [
  ...[
    'A,address-radix=',
    'j,skip-bytes=',
    'N,read-bytes=',
    't,format=',
    'v,output-duplicates',
    'w,width?',
    'S,strings?',
  ],
  ...['endian=', 'a', 'b', 'c', 'd', 'f', 'i', 'l', 'o', 's', 'x'],
]
const SHORT: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'o1',
  c: 'c',
  d: 'u2',
  i: 'd4',
  l: 'd8',
  o: 'o2',
  s: 'd2',
  x: 'x2',
}
const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, '': 4 }
const NAMED =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'
const NAMES = NAMED.split(' ')

interface Format {
  readonly kind: string
  readonly size: number
  /** Of one number, with the blank before it. */
  readonly width: number
  readonly hasText: boolean
}

export const od = program(function* (console) {
  const options = yield* console.options(OPTIONS)
  for (const name of ['S', 'f', 'endian'] as const)
    if (options.has(name)) return yield* console.fail(`mockvm doesn't do -${name} yet`)
  const formats: Format[] = []
  for (const { name, value = '' } of options.list) {
    formats.push(...(yield* readFormats(console, name === 't' ? value : (SHORT[name] ?? ''))))
  }
  if (formats.length === 0) formats.push(...(yield* readFormats(console, 'o2')))
  const radix = options.value('A') ?? 'o'
  if (!/^[doxn]$/.test(radix)) {
    return yield* console.usage(`invalid output address radix '${radix}'; it must be one character from [doxn]`)
  }
  const width = yield* readWidth(console, options.has('w') ? Number(options.value('w') ?? 32) : 16, formats)
  const skip = yield* count(console, options.value('j') ?? '0')
  const limit = options.has('N') ? yield* count(console, options.value('N') ?? '0') : undefined
  const address = (at: number) => {
    if (radix === 'n') return ''
    return radix === 'o'
      ? at.toString(8).padStart(7, '0')
      : radix === 'd'
        ? String(at).padStart(7, '0')
        : at.toString(16).padStart(6, '0')
  }
  // Numbers of several formats stand below each other.
  const perByte = Math.max(...formats.map(format => format.width / format.size))
  let before: Buffer | undefined
  let isHidden = false
  const show = function* (row: Buffer, at: number) {
    if (!options.has('v') && before !== undefined && row.length === width && before.equals(row)) {
      if (!isHidden) yield* console.print('*\n')
      isHidden = true
      return
    }
    isHidden = false
    before = row
    for (const [index, format] of formats.entries()) {
      const start = index === 0 ? address(skip + at) : ' '.repeat(radix === 'n' ? 0 : address(0).length)
      yield* console.print(start + rowText(row, format, perByte * format.size, width), '\n')
    }
  }
  const operands = options.operands.length === 0 ? ['-'] : options.operands
  const explain = (operand: string, text: string) => `${quotedIfNeeded(operand)}: ${text}`
  const part = { operands, width, skip, explain, ...(limit !== undefined && { limit }) }
  const { size, skipped, inputs } = yield* eachRow(console, part, show)
  if (inputs === 0) return undefined
  if (skipped < skip) return yield* console.fail('cannot skip past end of combined input')
  if (radix !== 'n') yield* console.print(`${address(skip + size)}\n`)
  return undefined
})

/** A row holds whole numbers of every format. */
function* readWidth(console: Console, given: number, formats: readonly Format[]): Generator<Wait, number, void> {
  const least = Math.max(...formats.map(({ size }) => size))
  if (given > 0 && given % least === 0) return given
  yield* console.say(`${console.name}: warning: invalid width ${given}; using ${least} instead\n`)
  return least
}

function rowText(row: Buffer, format: Format, width: number, length: number): string {
  let text = ''
  for (let at = 0; at < row.length; at += format.size) text += valueText(row, at, format).padStart(width)
  if (!format.hasText) return text
  const missing = Math.floor((length - row.length) / format.size)
  return `${text}${' '.repeat(missing * width)}  >${row.toString('latin1').replace(/[^ -~]/g, '.')}<`
}

function valueText(row: Buffer, at: number, { kind, size }: Format): string {
  const byte = row[at] ?? 0
  if (kind === 'a') return byte % 128 === 127 ? 'del' : (NAMES[byte % 128] ?? String.fromCharCode(byte % 128))
  if (kind === 'c') return byteText(byte)
  let value = 0n
  for (let index = size - 1; index >= 0; index--) value = value * 256n + BigInt(row[at + index] ?? 0)
  if (kind === 'd') return String(BigInt.asIntN(size * 8, value))
  if (kind === 'u') return String(value)
  const digits = kind === 'x' ? size * 2 : Math.ceil((size * 8) / 3)
  return value.toString(kind === 'x' ? 16 : 8).padStart(digits, '0')
}

function* readFormats(console: Console, text: string): Generator<Wait, Format[], void> {
  const formats: Format[] = []
  for (let rest = text; rest !== ''; ) {
    const match = /^([acdoux])([CSIL]|\d*)(z?)/.exec(rest)
    if (match === null) {
      if (rest.startsWith('f')) return yield* console.fail("mockvm doesn't do floating point yet")
      return yield* console.fail(`invalid character '${rest.charAt(0)}' in type string ${quotedWord(text)}`)
    }
    rest = rest.slice(match[0].length)
    const [, kind = '', given = '', z] = match
    const size = kind === 'a' || kind === 'c' ? 1 : (SIZES[given] ?? Number(given))
    if (![1, 2, 4, 8].includes(size))
      return yield* console.fail(
        `invalid type string ${quotedWord(text)};\nthis system doesn't provide a ${size}-byte integral type`,
      )
    const unsigned = String(2n ** BigInt(size * 8) - 1n).length
    const signed = String(-(2n ** BigInt(size * 8 - 1))).length
    const digits =
      kind === 'x'
        ? size * 2
        : kind === 'o'
          ? Math.ceil((size * 8) / 3)
          : kind === 'u'
            ? unsigned
            : kind === 'd'
              ? signed
              : 3
    formats.push({ kind, size, width: digits + 1, hasText: z === 'z' })
  }
  return formats
}

function* count(console: Console, text: string): Generator<Wait, number, void> {
  const match = /^(0x[\da-f]+|\d+)([bkKmMG]?)$/i.exec(text)
  if (match === null) return yield* console.fail(`invalid argument ${quotedWord(text)}`)
  const units: Readonly<Record<string, number>> = {
    '': 1,
    b: 512,
    k: 1024,
    K: 1024,
    m: 1 << 20,
    M: 1 << 20,
    G: 1 << 30,
  }
  const [, digits = '0', unit = ''] = match
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits)
  return value * (units[unit] ?? 1)
}
