/** printf of the shells: the format is used again as long as there are arguments. */
import { Errno } from '../../errno.js'
import { decodeName } from '../../files/names.js'
import { OCTAL_IN_ARGUMENT, OCTAL_IN_FORMAT, readEscape } from '../../programs/escapes.js'
import { calendar, SECOND } from '../../programs/local-time.js'
import { textBytes } from '../../programs/output.js'
import { PrintfNumbers } from '../../programs/printf-numbers.js'
import { strftime } from '../../programs/strftime.js'
import { checkLength } from '../expand/pieces.js'
import { shellQuote } from '../quote.js'
import type { Shell } from '../shell.js'
import { isName } from '../variables.js'
import { assignText } from './assigning.js'
import { type Builtin, refuse } from './builtin.js'
import { failed, refuseOption, usage } from './failing.js'
import { printAll } from './output.js'

const DIRECTIVE = /^%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:hh|h|ll|l|j|z|t|L)*(\([^)]*\)T|.)?/s
const UNICODE = /^\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/

export const printf: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const words = [...args]
  let variable: string | undefined
  while (/^-./s.test(words[0] ?? '')) {
    const word = words.shift() ?? ''
    if (word === '--') break
    if (!isBash || !word.startsWith('-v')) return yield* refuseOption(shell, name, word.slice(0, 2))
    variable = word === '-v' ? words.shift() : word.slice(2)
    if (variable === undefined) {
      yield* refuse(shell, name, '-v: option requires an argument')
      return yield* usage(shell, name)
    }
  }
  const [format, ...values] = words
  if (format === undefined) {
    if (isBash) return yield* usage(shell, name)
    throw yield* failed(shell, name, 'usage: printf format [arg ...]')
  }
  const run = new Printf(shell, values)
  run.print(format)
  const isPrinted = variable !== undefined || (yield* printAll(shell, name, run.parts))
  for (const message of run.complaints) yield* shell.complain(`${name}: ${message}`)
  if (variable !== undefined) {
    const isSet = yield* assignText(shell, name, variable, decodeName(new Uint8Array(Buffer.concat(run.bytes()))))
    if (!isSet) return isName(variable.replace(/\[.*\]$/s, '')) ? 1 : 2
  }
  return isPrinted ? run.status : 1
}

/** What a precision fills up, rather than cuts. */
const isNumber = (conversion: string) => /^[diouxXfFeEgGaA]$/.test(conversion)

/** Thrown where nothing more is to be printed. */
class Stop extends Error {}

class Printf {
  readonly parts: (string | Uint8Array)[] = []
  readonly complaints: string[] = []
  status = 0
  readonly #shell: Shell
  readonly #values: readonly string[]
  readonly #numbers: PrintfNumbers
  #used = 0
  /** What widths and precisions have made so far, in bytes. */
  #filled = 0
  #current = ''

  constructor(shell: Shell, values: readonly string[]) {
    this.#shell = shell
    this.#values = values
    this.#numbers = new PrintfNumbers({ warn: message => this.#complainOf(message) })
  }

  bytes(): Uint8Array[] {
    return this.parts.map(part => (typeof part === 'string' ? textBytes(part) : part))
  }

  print(format: string): void {
    try {
      for (;;) {
        const before = this.#used
        this.#once(format)
        if (this.#used >= this.#values.length || this.#used === before) return
      }
    } catch (error) {
      if (!(error instanceof Stop)) throw error
    }
  }

  #once(format: string): void {
    for (let rest = format; rest !== ''; ) {
      if (rest.startsWith('%%')) {
        this.parts.push('%')
        rest = rest.slice(2)
      } else if (rest.startsWith('%')) {
        const match = DIRECTIVE.exec(rest)
        const whole = match?.[0] ?? rest
        this.#directive(whole, match ?? [])
        rest = rest.slice(whole.length)
      } else if (rest.startsWith('\\')) rest = rest.slice(this.#escape(rest, OCTAL_IN_FORMAT, '"\'?'))
      else {
        const plain = /^[^%\\]+/.exec(rest)?.[0] ?? rest
        this.parts.push(plain)
        rest = rest.slice(plain.length)
      }
    }
  }

  /** How long it was. `own`: characters that stand for themselves behind a backslash. */
  #escape(rest: string, octal: RegExp, own: string): number {
    const { isBash } = this.#shell.dialect
    if (this.#shell.dialect.name === 'dash' && rest.startsWith('\\x')) {
      this.parts.push('\\')
      return 1
    }
    const unicode = isBash ? UNICODE.exec(rest) : null
    if (unicode !== null) {
      this.parts.push(String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(unicode[1] ?? unicode[2] ?? '0', 16))))
      return unicode[0].length
    }
    if (isBash && rest.length > 1 && own.includes(rest.charAt(1))) {
      this.parts.push(rest.charAt(1))
      return 2
    }
    if (!isBash && /^\\[ec]/.test(rest) && octal === OCTAL_IN_FORMAT) {
      this.parts.push('\\')
      return 1
    }
    if (isBash && rest.startsWith('\\c') && octal === OCTAL_IN_FORMAT) {
      this.parts.push('\\c')
      return 2
    }
    const { bytes, length, stop } = readEscape(rest, octal)
    this.parts.push(bytes)
    if (stop) throw new Stop()
    return length
  }

  #directive(whole: string, match: readonly (string | undefined)[]): void {
    const [, flags = '', width, precision, conversion] = match
    const { isBash } = this.#shell.dialect
    const isTime = isBash && conversion?.endsWith('T') && conversion.length > 1
    if (
      conversion === undefined ||
      (!isTime && !(isBash ? 'bqQsdiouxXcfFeEgGaAn' : 'bsdiouxXcfFeEgGaA').includes(conversion))
    ) {
      throw this.#invalid(whole, conversion)
    }
    const size = width === '*' ? Number(this.#number()) : Number(width ?? 0)
    const digits =
      precision === '*'
        ? Number(this.#number())
        : precision !== undefined
          ? Number(precision)
          : whole.includes('.')
            ? 0
            : undefined
    const spec = {
      flags: size < 0 ? `${flags}-` : flags,
      width: Math.abs(size),
      precision: digits === undefined || digits < 0 ? undefined : digits,
      letter: conversion,
    }
    this.#filled += spec.width + (isNumber(conversion) ? (spec.precision ?? 0) : 0)
    checkLength(this.#filled)
    if (isTime) this.#padded(textBytes(this.#time(conversion.slice(1, -2))), spec)
    else if (conversion === 'b') this.#escaped(this.#take() ?? '', spec)
    else if (conversion === 'q' || conversion === 'Q') this.#padded(textBytes(shellQuote(this.#take() ?? '')), spec)
    else if (conversion === 's') this.#padded(textBytes(this.#take() ?? '').subarray(0, spec.precision), spec)
    else if (conversion === 'c') this.#padded(this.#character(), spec)
    else this.parts.push(this.#numbers.format(this.#take(), spec))
  }

  #invalid(whole: string, conversion: string | undefined): Stop {
    const { isBash } = this.#shell.dialect
    if (!isBash)
      this.complaints.push(`${/^%[-+ #0']*[\d*]*(?:\.[\d*]*)?./s.exec(whole)?.[0] ?? whole}: invalid directive`)
    else if (conversion === undefined) this.complaints.push(`\`${whole}': missing format character`)
    else this.complaints.push(`\`${conversion}': invalid format character`)
    this.status = isBash ? 1 : 2
    return new Stop()
  }

  #take(): string | undefined {
    const value = this.#values[this.#used]
    this.#used++
    this.#current = value ?? ''
    return value
  }

  #number(): bigint {
    return this.#numbers.integer(this.#take())
  }

  #character(): Uint8Array {
    const value = this.#take()
    return value ? textBytes(value).subarray(0, 1) : Uint8Array.of(0)
  }

  #padded(bytes: Uint8Array, { flags, width }: { readonly flags: string; readonly width: number }): void {
    const blanks = Buffer.alloc(Math.max(0, width - bytes.length), ' ')
    this.parts.push(...(flags.includes('-') ? [bytes, blanks] : [blanks, bytes]))
  }

  #escaped(
    text: string,
    spec: { readonly flags: string; readonly width: number; readonly precision: number | undefined },
  ): void {
    const start = this.parts.length
    let stopped: Stop | undefined
    try {
      for (let rest = text; rest !== ''; ) {
        const plain = rest.split('\\', 1)[0] ?? ''
        if (plain === '') rest = rest.slice(this.#escape(rest, OCTAL_IN_ARGUMENT, '"\'?'))
        else {
          this.parts.push(plain)
          rest = rest.slice(plain.length)
        }
      }
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      stopped = error
    }
    const written = this.parts.splice(start).map(part => (typeof part === 'string' ? textBytes(part) : part))
    this.#padded(new Uint8Array(Buffer.concat(written)).subarray(0, spec.precision), spec)
    if (stopped !== undefined) throw stopped
  }

  /** -1 is now, -2 when the shell was started. */
  #time(format: string): string {
    const { task, startedAt, variables } = this.#shell
    const { clock } = task.guest
    const value = this.#take()
    const seconds = value === undefined ? -1n : this.#numbers.integer(value)
    const now = clock.now()
    const moment = seconds === -1n ? now : seconds === -2n ? now - (clock.inGuest() - startedAt) : seconds * SECOND
    const zone = variables.text('TZ')
    return strftime(format === '' ? '%X' : format, calendar(task.guest, zone === undefined ? {} : { TZ: zone })(moment))
  }

  /** What PrintfNumbers complains of, in the words of the shell. */
  #complainOf(message: string): void {
    const { isBash } = this.#shell.dialect
    const text = this.#current
    if (/out of range$/.test(message)) {
      this.complaints.push(`${isBash ? 'warning: ' : ''}${text}: ${new Errno('ERANGE').text}`)
      if (isBash) return
    } else if (!isBash) {
      this.complaints.push(
        `${text}: ${/expected a/.test(message) ? 'expected numeric value' : 'not completely converted'}`,
      )
    } else this.complaints.push(`${text}: ${/^0[0-7]*[89]/.test(text) ? 'invalid octal number' : 'invalid number'}`)
    this.status = 1
  }
}
