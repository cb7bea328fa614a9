/** Numbers of printf(1): reading them as C does, writing them as C does. */
import { quotedWord } from './quote.js'
import type { Tool } from './tool.js'

export interface Spec {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  /** One of diouxXfFeEgG. */
  readonly letter: string
}

const INTEGER = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/
const FLOAT = /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)/i
const MAX_SIGNED = (1n << 63n) - 1n
const MAX_UNSIGNED = (1n << 64n) - 1n

export class PrintfNumbers {
  readonly #tool: Pick<Tool, 'warn'>

  constructor(tool: Pick<Tool, 'warn'>) {
    this.#tool = tool
  }

  format(text: string | undefined, spec: Spec): string {
    return 'diouxX'.includes(spec.letter)
      ? formatInteger(this.integer(text, spec.letter), spec)
      : formatFloat(this.#float(text), spec)
  }

  /** `'A` is the code of the character; what is no number counts as 0 and is complained about. */
  integer(text: string | undefined, letter = 'd'): bigint {
    if (text === undefined || text === '') return 0n
    const character = characterCode(text)
    if (character !== undefined) return BigInt(character)
    const match = INTEGER.exec(text)
    this.#complain(text, match?.[0])
    if (match === null) return 0n
    const [, sign, digits = '0'] = match
    const octal = /^0[0-7]+/.exec(digits)?.[0]
    const value = BigInt(octal === undefined ? digits : `0o${octal.slice(1)}`)
    return this.#limited(text, sign === '-' ? -value : value, 'di'.includes(letter))
  }

  #float(text: string | undefined): number {
    if (text === undefined || text === '') return 0
    const character = characterCode(text)
    if (character !== undefined) return character
    const hex = /^\s*[+-]?0[xX]/.test(text) ? INTEGER.exec(text)?.[0] : undefined
    const number = hex ?? FLOAT.exec(text)?.[0]
    this.#complain(text, number)
    return Number((number ?? '0').replace(/inf(inity)?/i, 'Infinity'))
  }

  #complain(text: string, number: string | undefined): void {
    if (number === undefined) this.#tool.warn(`${quotedWord(text)}: expected a numeric value`)
    else if (number !== text) this.#tool.warn(`${quotedWord(text)}: value not completely converted`)
  }

  #limited(text: string, value: bigint, signed: boolean): bigint {
    const [least, most] = signed ? [-MAX_SIGNED - 1n, MAX_SIGNED] : [-MAX_UNSIGNED, MAX_UNSIGNED]
    if (value >= least && value <= most) return value
    this.#tool.warn(`${quotedWord(text)}: Numerical result out of range`)
    return value < least && signed ? least : most
  }
}

function characterCode(text: string): number | undefined {
  return /^["']./s.test(text) ? (Buffer.from(text)[1] ?? 0) : undefined
}

function formatInteger(value: bigint, { flags, width, precision, letter }: Spec): string {
  const signed = letter === 'd' || letter === 'i'
  const magnitude = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value)
  let digits = magnitude.toString({ o: 8, x: 16, X: 16 }[letter] ?? 10)
  if (precision !== undefined) digits = precision === 0 && value === 0n ? '' : digits.padStart(precision, '0')
  if (flags.includes('#') && letter === 'o' && !digits.startsWith('0')) digits = `0${digits}`
  const prefix = flags.includes('#') && 'xX'.includes(letter) && value !== 0n ? '0x' : ''
  const sign = signed ? signOf(value < 0n, flags) : ''
  const text = fill(sign + prefix, digits, width, precision === undefined ? flags : flags.replaceAll('0', ''))
  return letter === 'X' ? text.toUpperCase() : text
}

function formatFloat(value: number, { flags, width, precision = 6, letter }: Spec): string {
  const magnitude = Math.abs(value)
  const kind = letter.toLowerCase()
  const finite = Number.isFinite(magnitude)
  const digits = finite ? floatDigits(magnitude, kind, precision, flags) : Number.isNaN(magnitude) ? 'nan' : 'inf'
  const sign = signOf(value < 0 || Object.is(value, -0), flags)
  const text = fill(sign, digits, width, finite ? flags : flags.replaceAll('0', ''))
  return letter === kind ? text : text.toUpperCase()
}

function floatDigits(value: number, kind: string, precision: number, flags: string): string {
  const places = Math.min(precision, 100)
  if (kind === 'f')
    return value < 1e21 ? fixed(value, places) : `${BigInt(value)}${places > 0 ? `.${'0'.repeat(places)}` : ''}`
  if (kind === 'e') return exponential(value, places)
  const significant = places === 0 ? 1 : places
  const exponent = value === 0 ? 0 : Number(value.toExponential(significant - 1).split('e')[1])
  const text =
    exponent < -4 || exponent >= significant
      ? exponential(value, significant - 1)
      : fixed(value, Math.max(0, significant - 1 - exponent))
  return flags.includes('#') || !text.includes('.') ? text : text.replace(/\.?0+(?=e|$)/, '')
}

/** C rounds a tie to the even digit, where toFixed rounds it up. */
function fixed(value: number, places: number): string {
  const exact = value.toFixed(100)
  const end = exact.indexOf('.') + 1 + places
  const tie = /^50*$/.test(exact.slice(end)) && /[02468]\.?$/.test(exact.slice(0, end))
  return tie ? exact.slice(0, end).replace(/\.$/, '') : value.toFixed(places)
}

/** C writes at least two digits of the exponent. */
function exponential(value: number, places: number): string {
  return value.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2')
}

function signOf(negative: boolean, flags: string): string {
  if (negative) return '-'
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

function fill(prefix: string, digits: string, width: number, flags: string): string {
  if (flags.includes('-')) return (prefix + digits).padEnd(width)
  if (flags.includes('0')) return prefix + digits.padStart(width - prefix.length, '0')
  return (prefix + digits).padStart(width)
}
