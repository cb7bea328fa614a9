/** A command with its arguments. */
import { readExpression, readList, readPostfix } from './expressions.js'
import type { Reader } from './reader.js'
import { literal, readBareWord } from './strings.js'
import type { Expression, Redirection, Stage, Word } from './tree.js'

/** What begins an expression where a statement begins; all else is the name of a command. */
const EXPRESSION =
  /["'$@([{!,]|-(?:not|join|split)\b|[-+]?(?:0x[\da-f]+|\d+(?:\.\d+)?)(?:[kmgt]b)?(?=\s*(?:$|[\s;|)},*/%+]|-|\.\.))|[-+][$(]/iy
const END = /[|;)}\r\n&]|$/y

export function readStage(reader: Reader): Stage {
  const [, sign] = reader.match(/([&.])(?=[\s"'$({])/y) ?? []
  if (sign === undefined && reader.fits(EXPRESSION)) return readValueStage(reader)
  const { line } = reader
  reader.skipBlanks()
  const call = sign === '&' || sign === '.' ? sign : ''
  const name = readValue(reader)
  if (name.kind === 'text' && name.parts.length === 0) reader.fail()
  const words: Word[] = []
  const redirections: Redirection[] = []
  for (reader.skipBlanks(); !reader.fits(END); reader.skipBlanks()) {
    const redirection = readRedirection(reader)
    if (redirection === undefined) words.push(readWord(reader))
    else redirections.push(redirection)
  }
  return { kind: 'command', name, call, words, redirections, line }
}

/** With redirections it is the same as a command that prints the value. */
function readValueStage(reader: Reader): Stage {
  const { line } = reader
  const value = readExpression(reader)
  const redirections: Redirection[] = []
  for (;;) {
    const before = reader.at
    reader.skipBlanks()
    const redirection = readRedirection(reader)
    if (redirection === undefined) {
      reader.at = before
      break
    }
    redirections.push(redirection)
  }
  if (redirections.length === 0) return { kind: 'expression', value }
  const words = [{ kind: 'value', value, isBare: false } as const]
  return { kind: 'command', name: literal('Write-Output'), call: '', words, redirections, line }
}

function readWord(reader: Reader): Word {
  // From there on nothing is read as PowerShell's.
  if (reader.looksAt('--%')) reader.fail()
  const [, spelt, colon] = reader.match(/-([A-Za-z_?]\w*)(?:(:)|(?=[\s|;(){},]|$))/y) ?? []
  if (spelt === undefined) return readValues(reader)
  const name = spelt.toLowerCase()
  if (colon === undefined) return { kind: 'parameter', name, spelt }
  reader.skipBlanks()
  return { kind: 'parameter', name, spelt, value: readValues(reader).value }
}

function readValues(reader: Reader): Extract<Word, { kind: 'value' }> {
  const isBare = !reader.fits(/["'$@({]/y)
  return { kind: 'value', value: readList(reader, readValue), isBare }
}

const NUMBER = /-?(?:0x[\da-f]+|\d+(?:\.\d+)?)(?:[kmgt]b)?(?=[\s|;(){},]|$)/iy

function readValue(reader: Reader): Expression {
  if (reader.fits(/["'(]|@[('"{]|\{|\$/y)) {
    const start = reader.at
    const value = readPostfix(reader)
    // "$dir\x.txt" may be written without quotes.
    if (reader.fits(/[\s|;(){},]|$/y) || !reader.text.slice(start).startsWith('$')) return value
    reader.at = start
  } else if (reader.fits(NUMBER)) {
    const isNegative = reader.take('-')
    const value = readPostfix(reader)
    return isNegative ? { kind: 'unary', operator: '-', of: value } : value
  }
  const start = reader.at
  const word = readBareWord(reader)
  return reader.at === start ? reader.fail() : word
}

/** `> file`, `2>$null`, `2>&1`. */
function readRedirection(reader: Reader): Redirection | undefined {
  const [whole, stream = '1', more, copy] = reader.match(/([12*])?>(>)?(&1)?/y) ?? []
  if (whole === undefined) return undefined
  if (copy !== undefined) return { stream, isMore: false, to: undefined, isToOutput: true }
  reader.skipBlanks()
  if (reader.match(/\$null(?!\w)/iy)) return { stream, isMore: false, to: undefined, isToOutput: false }
  return { stream, isMore: more !== undefined, to: readValue(reader), isToOutput: false }
}
