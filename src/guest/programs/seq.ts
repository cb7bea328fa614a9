import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'

/** A number with a fixed point: `units` of 10^-`places`. */
interface Decimal {
  readonly units: bigint
  readonly places: number
}

const ENDLESS = 10n ** 40n
/** Characters that are handed over at a time. */
const PIECE = 8192

/** coreutils' seq(1); exact where the real one rounds. */
export const seq = tool(tool => {
  for (const text of sequence(tool)) tool.print(text)
})

/** What it prints, a few thousand characters at a time: it may have no end. */
export function sequence(tool: Tool): Iterable<string> {
  // A number below zero is no option.
  const first = tool.args.findIndex(arg => /^-[\d.]/.test(arg))
  const args = first === -1 || tool.args.includes('--') ? tool.args : tool.args.toSpliced(first, 0, '--')
  const options = tool.options(['f,format=', 's,separator=', 'w,equal-width'], { stopEarly: true }, args)
  const operands = options.operands.filter(operand => operand !== '--')
  if (operands.length === 0) throw tool.usage('missing operand')
  if (operands.length > 3) throw tool.usage(`extra operand ${quoted(operands[3] ?? '')}`)
  if (options.has('f') && options.has('w')) {
    throw tool.usage('format string may not be specified when printing equal width strings')
  }
  const numbers = operands.map(operand => decimal(tool, operand))
  const one: Decimal = { units: 1n, places: 0 }
  const from = numbers.length > 1 ? (numbers[0] ?? one) : one
  const step = numbers.length > 2 ? (numbers[1] ?? one) : one
  const to = numbers.at(-1) ?? one
  if (step.units === 0n) throw tool.usage(`invalid Zero increment value: ${quoted(operands[1] ?? '')}`)
  const places = Math.max(from.places, step.places)
  const scale = Math.max(places, to.places)
  const scaled = ({ units, places }: Decimal) => units * 10n ** BigInt(scale - places)
  const [start, increment, end] = [scaled(from), scaled(step), scaled(to)]
  const text = (value: bigint) => fixed(value / 10n ** BigInt(scale - places), places)
  // The last one may be shorter than the limit.
  const last = start + ((end - start) / increment) * increment
  const width = options.has('w') ? Math.max(text(start).length, text(last).length) : 0
  const format = options.value('f')
  const show = format === undefined ? (value: bigint) => zeroes(text(value), width) : formatter(tool, format, scale)
  const separator = options.value('s') ?? '\n'
  const isPlain = format === undefined && scale === 0 && width === 0
  return pieces(isPlain ? plain(start, increment, end) : shown(start, increment, end, show), separator)
}

function* shown(start: bigint, increment: bigint, end: bigint, show: (value: bigint) => string): Generator<string> {
  for (let value = start; increment > 0n ? value <= end : value >= end; value += increment) yield show(value)
}

/** Whole numbers, by those of the machine while they are exact. */
function* plain(start: bigint, increment: bigint, end: bigint): Generator<string> {
  const [first, step, last] = [Number(start), Number(increment), Number(end)]
  const isExact = Number.isSafeInteger(first) && Number.isSafeInteger(step)
  let count = 0
  for (let value = first; isExact && Number.isSafeInteger(value); value += step) {
    if (step > 0 ? value > last : value < last) return
    yield String(value)
    count++
  }
  yield* shown(start + BigInt(count) * increment, increment, end, String)
}

function* pieces(texts: Iterable<string>, separator: string): Generator<string> {
  let piece = ''
  let isFirst = true
  for (const text of texts) {
    piece += isFirst ? text : separator + text
    isFirst = false
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (!isFirst) yield `${piece}\n`
}

function decimal(tool: Tool, text: string): Decimal {
  if (/^[+-]?nan$/i.test(text)) throw tool.usage(`invalid ${quoted('not-a-number')} argument: ${quoted(text)}`)
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return { units: text.startsWith('-') ? -ENDLESS : ENDLESS, places: 0 }
  const hex = /^([+-]?)0x([0-9a-f]+)$/i.exec(text)
  if (hex !== null) return { units: BigInt(`0x${hex[2]}`) * (hex[1] === '-' ? -1n : 1n), places: 0 }
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? []
  if (parts === null || whole + fraction === '') throw tool.usage(`invalid floating point argument: ${quoted(text)}`)
  const shift = Number(exponent)
  const places = Math.max(0, fraction.length - shift)
  const units = BigInt(whole + fraction) * 10n ** BigInt(Math.max(0, shift - fraction.length))
  return { units: sign === '-' ? -units : units, places }
}

function fixed(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return value < 0n ? `-${text}` : text
}

function zeroes(text: string, width: number): string {
  return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0')
}

/** One directive of printf(3) for numbers with a point: %e, %f, %g. */
function formatter(tool: Tool, format: string, scale: number): (value: bigint) => string {
  const directives = [...format.matchAll(/%(?:%|([-+ #0']*)(\d*)(?:\.(\d*))?(.?))/g)].filter(([text]) => text !== '%%')
  const [directive, another] = directives
  if (directive === undefined) throw tool.fail(`format ${quoted(format)} has no % directive`)
  const [, flags = '', width = '', precision, letter = ''] = directive
  if (letter === '') throw tool.fail(`format ${quoted(format)} ends in %`)
  if (!/[aefgAEFG]/.test(letter)) throw tool.fail(`format ${quoted(format)} has unknown %${letter} directive`)
  if (another !== undefined) throw tool.fail(`format ${quoted(format)} has too many % directives`)
  if (/a/i.test(letter) || /[#']/.test(flags)) throw tool.fail(`mockvm doesn't do ${directive[0]} yet`)
  const places = Math.min(precision === undefined ? 6 : Number(precision), 100)
  return value => {
    const number = Number(value) / 10 ** scale
    const plain = /f/i.test(letter) ? number.toFixed(places) : scientific(number, places, letter)
    const signed = number >= 0 && /[+ ]/.test(flags) ? `${flags.includes('+') ? '+' : ' '}${plain}` : plain
    const size = Math.min(Number(width), 10_000)
    const filled = flags.includes('-')
      ? signed.padEnd(size)
      : flags.includes('0')
        ? zeroes(signed, size)
        : signed.padStart(size)
    return format.replace(/%%|%[^%]*?[efgEFG]/g, found => (found === '%%' ? '%' : filled))
  }
}

function scientific(number: number, places: number, letter: string): string {
  const exponential = (digits: number) =>
    number.toExponential(digits).replace(/e([+-])(\d+)$/, (_, sign: string, power: string) => {
      return `${/[A-Z]/.test(letter) ? 'E' : 'e'}${sign}${power.padStart(2, '0')}`
    })
  if (/e/i.test(letter)) return exponential(places)
  const significant = Math.max(1, places)
  const exponent = number === 0 ? 0 : Number(number.toExponential(significant - 1).split('e')[1])
  const trimmed = (text: string) => (text.includes('.') ? text.replace(/\.?0+(?=e|E|$)/, '') : text)
  if (exponent < -4 || exponent >= significant) return trimmed(exponential(significant - 1))
  return trimmed(number.toFixed(significant - 1 - exponent))
}
