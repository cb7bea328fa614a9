/** coreutils' paste(1), which reads its inputs side by side as they come. */
import { Errno } from '../../../errno.js'
import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { LineReader } from '../../../programs/streaming/line-reader.js'
import type { Wait } from '../../../wait.js'
import { toLatin1 } from '../text.js'
import { printLatin1 } from './each-operand.js'

const ESCAPES: Readonly<Record<string, string>> = { '0': '', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

export const paste = program(function* (console) {
  const options = yield* console.options(['d,delimiters=', 's,serial', 'z,zero-terminated'])
  const delimiters = yield* readDelimiters(console, options.value('d') ?? '\t')
  const end = options.has('z') ? '\0' : '\n'
  const operands = options.operands.length === 0 ? ['-'] : options.operands
  if (options.has('s')) yield* oneByOne(console, operands, delimiters, end)
  else yield* sideBySide(console, operands, delimiters, end)
  return undefined
})

/** Each becomes one line. */
function* oneByOne(
  console: Console,
  operands: readonly string[],
  delimiters: readonly string[],
  end: string,
): Generator<Wait, void, void> {
  for (const operand of operands) {
    let lines: LineReader
    try {
      lines = yield* LineReader.open(console.task, operand, end)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.warn(`${quotedIfNeeded(operand)}: ${error.text}`)
      continue
    }
    let at = 0
    for (let line = yield* nextOf(console, lines, operand); line !== undefined; at++) {
      yield* printLatin1(console, before(at, delimiters) + line)
      line = yield* nextOf(console, lines, operand)
    }
    lines.close()
    yield* printLatin1(console, end)
  }
}

function* sideBySide(
  console: Console,
  operands: readonly string[],
  delimiters: readonly string[],
  end: string,
): Generator<Wait, void, void> {
  // Standard input that is named several times is dealt out line by line.
  const input = new LineReader(console.task, 0, end)
  const columns: LineReader[] = []
  for (const operand of operands) {
    try {
      columns.push(operand === '-' ? input : yield* LineReader.open(console.task, operand, end))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      // Nothing is printed unless all of them can be opened.
      return yield* console.fail(`${quotedIfNeeded(operand)}: ${error.text}`)
    }
  }
  for (;;) {
    const cells: (string | undefined)[] = []
    for (const [at, lines] of columns.entries()) cells.push(yield* nextOf(console, lines, operands[at] ?? '-'))
    if (cells.every(cell => cell === undefined)) return
    yield* printLatin1(console, cells.map((cell = '', at) => before(at, delimiters) + cell).join('') + end)
  }
}

/** What can't be read has come to its end. */
function* nextOf(console: Console, lines: LineReader, operand: string): Generator<Wait, string | undefined, void> {
  try {
    return yield* lines.next()
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.warn(`${quotedIfNeeded(operand)}: ${error.text}`)
    lines.end()
    return undefined
  }
}

/** One delimiter after the other, and again from the first. */
function before(at: number, delimiters: readonly string[]): string {
  return at === 0 ? '' : (delimiters[(at - 1) % delimiters.length] ?? '')
}

function* readDelimiters(console: Console, given: string): Generator<Wait, string[], void> {
  const text = toLatin1(textBytes(given))
  if (text === '') return ['']
  const parts = text.match(/\\?./gs) ?? []
  if (parts.at(-1) === '\\') {
    return yield* console.fail(`delimiter list ends with an unescaped backslash: ${text}`)
  }
  return parts.map(part => (part.length === 1 ? part : (ESCAPES[part.charAt(1)] ?? part.charAt(1))))
}
