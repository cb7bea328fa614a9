/** ${x:offset:length} */
import { decodeName, encodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import type { Shell } from '../shell.js'
import { emitList, emitText } from './emit.js'
import type { Expansion, OperationOf, Surroundings } from './expansion.js'
import type { Found } from './lookup.js'
import type { Piece } from './pieces.js'

export function* substring(
  expansion: Expansion,
  found: Found,
  operation: OperationOf<'Substring'>,
  surroundings: Surroundings,
): Generator<Wait, Piece[], void> {
  const { shell } = expansion
  const { variable } = found
  const isScalar = variable !== undefined && variable.elements === undefined && variable.entries === undefined
  const list = isScalar ? undefined : found.list
  const text = isScalar ? variable.text : found.text
  if (list === undefined && (text === undefined || text === '')) return emitText('', surroundings)
  const offset = Number(yield* numberOf(expansion, found, operation.offset))
  const length = operation.length === null ? undefined : Number(yield* numberOf(expansion, found, operation.length))
  if (list !== undefined) {
    const part = listPart(shell, found, list, offset, length)
    return emitList(shell, part, found.isStar ?? false, surroundings)
  }
  const characters = charactersOf(shell, text ?? '')
  const start = offset < 0 ? characters.length + offset : offset
  if (start < 0 || start > characters.length) return emitText('', surroundings)
  const end = length === undefined ? characters.length : length < 0 ? characters.length + length : start + length
  if (end < start) throw new ShellError(`${length}: substring expression < 0`, { endsLine: true })
  return emitText(characters.slice(start, end), surroundings)
}

function* numberOf(
  expansion: Expansion,
  { shown }: Found,
  node: OperationOf<'Substring'>['offset'],
): Generator<Wait, bigint, void> {
  try {
    return yield* expansion.arithmetic(node.originalText ?? '')
  } catch (error) {
    if (!(error instanceof ShellError && error.endsLine)) throw error
    throw new ShellError(`${shown}: ${error.message}`, { endsLine: true })
  }
}

/** Of positional parameters 0 is $0; of an array the offset is an index, from which on elements are taken. */
function listPart(
  shell: Shell,
  found: Found,
  list: readonly string[],
  offset: number,
  length: number | undefined,
): readonly string[] {
  if (length !== undefined && length < 0)
    throw new ShellError(`${length}: substring expression < 0`, { endsLine: true })
  const isPositional = found.variable === undefined && (found.name === '@' || found.name === '*')
  const texts = isPositional ? [shell.name, ...list] : list
  const places = found.variable?.elements === undefined ? texts.map((_, at) => at) : (found.keys ?? []).map(Number)
  const end = places.length === 0 ? 0 : (places.at(-1) ?? 0) + 1
  const start = offset < 0 ? end + offset : offset
  if (start < 0) return []
  const first = places.findIndex(place => place >= start)
  if (first === -1) return []
  return texts.slice(first, length === undefined ? undefined : first + length)
}

/** The characters of a text: it may be too long for a list of them. */
export interface Characters {
  readonly length: number
  slice(start: number, end: number): string
}

/** Where no locale says that text is UTF-8, each byte is a character. */
export function charactersOf(shell: Shell, text: string): Characters {
  const isUnicode = isUtf8(shell)
  if (ASCII.test(text) || (isUnicode && !BEYOND_A_UNIT.test(text))) return text
  if (isUnicode) return new WideCharacters(text)
  const bytes = Buffer.from(encodeName(text)).toString('latin1')
  return { length: bytes.length, slice: (start, end) => decodeName(Buffer.from(bytes.slice(start, end), 'latin1')) }
}

const ASCII = /^[\0-\x7f]*$/
const BEYOND_A_UNIT = /[\uD800-\uDBFF][\uDC00-\uDFFF]/

/** Some of them take two units. */
class WideCharacters implements Characters {
  readonly #text: string
  readonly length: number

  constructor(text: string) {
    this.#text = text
    let count = 0
    for (let at = 0; at < text.length; at += widthAt(text, at)) count++
    this.length = count
  }

  slice(start: number, end: number): string {
    let [at, count] = [0, 0]
    for (; count < start && at < this.#text.length; count++) at += widthAt(this.#text, at)
    const from = at
    for (; count < end && at < this.#text.length; count++) at += widthAt(this.#text, at)
    return this.#text.slice(from, at)
  }
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function isUtf8({ variables, dialect }: Shell): boolean {
  if (dialect.name === 'dash') return false
  const locale = variables.text('LC_ALL') || variables.text('LC_CTYPE') || variables.text('LANG') || ''
  return /utf-?8/i.test(locale)
}
