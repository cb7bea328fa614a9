/** Values of awk: a number, a text, a text from outside that may be a number too, or nothing yet. */
import { checkLength } from './memory.js'

export interface NumericText {
  readonly text: string
  readonly number: number
}

export type Value = number | string | NumericText | undefined

const NUMBER = /^[ \t\n\r\f\v]*[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i
const WHOLE = /^[ \t\n]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n]*$/

/** A field, a line and the like. */
export function fromOutside(text: string): Value {
  return WHOLE.test(text) ? { text, number: Number(text) } : text
}

export function toNumber(value: Value): number {
  if (value === undefined) return 0
  if (typeof value === 'number') return value
  if (typeof value === 'object') return value.number
  const match = NUMBER.exec(value)
  if (match === null || /[a-df-z]/i.test(match[0])) return 0
  return Number(match[0])
}

export function toBoolean(value: Value): boolean {
  if (value === undefined) return false
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'object') return value.number !== 0
  return value !== ''
}

/** `format`: CONVFMT or OFMT; whole numbers up to `largest` have all their digits. */
export function toText(value: Value, format: string, largest: number): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'object') return value.text
  if (Number.isInteger(value) && Math.abs(value) <= largest) return String(value === 0 ? 0 : value)
  return formatNumber(format, value)
}

/** -1, 0 or 1. */
export function compare(a: Value, b: Value, text: (value: Value) => string): number {
  if (typeof a !== 'string' && typeof b !== 'string') {
    const [x, y] = [toNumber(a), toNumber(b)]
    return x < y ? -1 : x > y ? 1 : 0
  }
  const [x, y] = [text(a), text(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function formatNumber(format: string, value: number): string {
  return sprintf(format, [value], each => String(toNumber(each)))
}

const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlLqjzt]*([a-zA-Z%])|%/g

export class MissingArgument extends Error {}

/** printf(3) as awk calls it. `isGawk`: what is infinite, or no number, has a name as a whole number, too. */
export function sprintf(format: string, args: readonly Value[], text: (value: Value) => string, isGawk = true): string {
  let at = 0
  let length = format.length
  const take = (): Value => {
    if (at >= args.length) throw new MissingArgument()
    return args[at++]
  }
  return format.replace(
    DIRECTIVE,
    (whole: string, flags = '', width: string | undefined, precision: string | undefined, letter?: string) => {
      if (letter === undefined) return whole
      if (letter === '%') return '%'
      let columns = width === '*' ? toNumber(take()) : Number(width ?? 0)
      let isLeft = flags.includes('-')
      if (columns < 0) {
        isLeft = true
        columns = -columns
      }
      const digits =
        precision === '*'
          ? toNumber(take())
          : precision === undefined
            ? /\.[a-zA-Z]/.test(whole)
              ? 0
              : undefined
            : Number(precision)
      const value = take()
      checkLength(length + Math.max(columns, digits ?? 0))
      const isEndless = !isGawk && WHOLE_LETTER.test(letter) && !Number.isFinite(toNumber(value))
      const body = convert(letter, isEndless ? endlessInMawk(toNumber(value), letter) : value, digits, flags, text)
      if (body === undefined) return whole
      length += Math.max(body.length, columns)
      checkLength(length)
      if (isLeft) return body.padEnd(columns)
      const isNumber = /[dioxXueEfFgG]/.test(letter)
      if (!flags.includes('0') || !isNumber || (digits !== undefined && /[dioxXu]/.test(letter)) || !/\d/.test(body))
        return body.padStart(columns)
      const sign = /^[-+ ]?(?:0[xX])?/.exec(body)?.[0] ?? ''
      return sign + body.slice(sign.length).padStart(columns - sign.length, '0')
    },
  )
}

const WHOLE_LETTER = /^[diouxX]$/

/** mawk converts to an int of 32 bits, or an unsigned one. */
function endlessInMawk(value: number, letter: string): number {
  if (/[di]/.test(letter)) return value > 0 ? 2 ** 31 - 1 : 1 - 2 ** 31
  return value > 0 ? 2 ** 32 - 1 : 0
}

function convert(
  letter: string,
  value: Value,
  digits: number | undefined,
  flags: string,
  text: (value: Value) => string,
): string | undefined {
  const signed = (body: string, isNegative: boolean) =>
    (isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + body
  const number = toNumber(value)
  if (letter === 'c')
    return typeof value === 'number' || (typeof value === 'object' && value !== undefined)
      ? String.fromCodePoint(Math.trunc(number) & 0x1fffff)
      : ([...text(value)][0] ?? '')
  if (letter === 's') return digits === undefined ? text(value) : text(value).slice(0, digits)
  // The processor's own sign of what is no number: it is negative.
  if (!Number.isFinite(number)) {
    const name = signed(Number.isNaN(number) ? 'nan' : 'inf', !(number > 0))
    return /[A-Z]/.test(letter) ? name.toUpperCase() : name
  }
  const size = Math.abs(number)
  const isNegative = number < 0 || Object.is(number, -0)
  switch (letter) {
    case 'd':
    case 'i': {
      const whole = BigInt(Math.trunc(size))
      return signed(whole.toString().padStart(digits ?? 0, '0'), number <= -1)
    }
    case 'u':
      return BigInt.asUintN(64, BigInt(Math.trunc(number)))
        .toString()
        .padStart(digits ?? 0, '0')
    case 'o':
      return (
        (flags.includes('#') ? '0' : '') +
        BigInt.asUintN(64, BigInt(Math.trunc(number)))
          .toString(8)
          .padStart(digits ?? 0, '0')
      )
    case 'x':
    case 'X': {
      const body = BigInt.asUintN(64, BigInt(Math.trunc(number)))
        .toString(16)
        .padStart(digits ?? 0, '0')
      const hex = (flags.includes('#') && number !== 0 ? '0x' : '') + body
      return letter === 'X' ? hex.toUpperCase() : hex
    }
    case 'f':
    case 'F':
      return signed(fixed(size, digits ?? 6), isNegative)
    case 'e':
    case 'E': {
      const body = exponential(size, digits ?? 6)
      return signed(letter === 'E' ? body.toUpperCase() : body, isNegative)
    }
    case 'g':
    case 'G': {
      const places = digits === 0 ? 1 : (digits ?? 6)
      const power = size === 0 ? 0 : Number(size.toExponential(Math.max(0, places - 1)).split('e')[1])
      const isSmall = power < -4 || power >= places
      let body = isSmall ? exponential(size, places - 1) : fixed(size, places - 1 - power)
      if (!flags.includes('#')) body = body.includes('.') ? body.replace(/\.?0+(?=e|$)/, '') : body
      return signed(letter === 'G' ? body.toUpperCase() : body, isNegative)
    }
    default:
      return undefined
  }
}

/** toFixed switches to exponents from 1e21 on. */
function fixed(value: number, digits: number): string {
  if (value < 1e21) {
    const places = Math.min(60, Math.max(0, digits))
    const text = value.toFixed(places)
    // A tie goes to the even digit in C, upwards in JavaScript.
    const tail = value.toFixed(places + 40).slice(-40)
    const isTie = /^50*$/.test(tail) && /[13579]$/.test(text)
    return isTie
      ? value
          .toFixed(places + 40)
          .slice(0, -40)
          .replace(/\.$/, '')
      : text
  }
  return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '')
}

function exponential(value: number, digits: number): string {
  return value.toExponential(Math.min(100, Math.max(0, digits))).replace(/e([-+])(\d)$/, 'e$10$2')
}
