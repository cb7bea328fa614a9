import { OCTAL_IN_ARGUMENT, OCTAL_IN_FORMAT, readEscape } from './escapes.js'
import { boundedWidth, textBytes } from './output.js'
import { PrintfNumbers } from './printf-numbers.js'
import { quotedIfNeeded, quotedWord } from './quote.js'
import { type Tool, tool } from './tool.js'

const DIRECTIVE = /^%([-+ #0']*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|j|z|t|L)?(.)?/s
/** `\c`, in the format or in an argument of %b. */
const STOP = Symbol('stop')

interface Arguments {
  take(): string | undefined
}

export const printf = tool(tool => {
  // What looks like an option is the format, if it isn't alone.
  const operands = tool.args[0] === '--' ? tool.args.slice(1) : tool.args
  if (operands.length === 1 && /^--(?:help|version)$/.test(operands[0] ?? '')) tool.options([])
  const [format, ...args] = operands
  if (format === undefined) throw tool.usage('missing operand')
  let used = 0
  const reader: Arguments = { take: () => args[used++] }
  // The format is used again as long as there are arguments.
  for (;;) {
    const before = used
    if (printOnce(tool, format, reader) === STOP) return
    if (used >= args.length) break
    if (used === before) {
      const extra = quotedWord(args[used] ?? '')
      tool.stderr.add(`${tool.name}: warning: ignoring excess arguments, starting with ${extra}\n`)
      break
    }
  }
})

function printOnce(tool: Tool, format: string, args: Arguments): typeof STOP | undefined {
  for (let rest = format; rest !== ''; ) {
    if (rest.startsWith('%%')) {
      tool.print('%')
      rest = rest.slice(2)
    } else if (rest.startsWith('%')) {
      const match = DIRECTIVE.exec(rest)
      const whole = match?.[0] ?? rest
      if (printDirective(tool, whole, match ?? [], args) === STOP) return STOP
      rest = rest.slice(whole.length)
    } else if (rest.startsWith('\\')) {
      const sequence = rest.startsWith('\\"') ? { bytes: textBytes('"'), length: 2 } : readEscape(rest, OCTAL_IN_FORMAT)
      tool.print(sequence.bytes)
      if ('stop' in sequence) return STOP
      rest = rest.slice(sequence.length)
    } else {
      const plain = /^[^%\\]+/.exec(rest)?.[0] ?? rest
      tool.print(plain)
      rest = rest.slice(plain.length)
    }
  }
  return undefined
}

function printDirective(
  tool: Tool,
  whole: string,
  match: readonly (string | undefined)[],
  args: Arguments,
): typeof STOP | undefined {
  const [, flags = '', width, precision, letter] = match
  if (letter === undefined || !'bqsdiouxXcfFeEgG'.includes(letter)) {
    throw tool.fail(`${whole}: invalid conversion specification`)
  }
  const numbers = new PrintfNumbers(tool)
  const size = width === '*' ? Number(numbers.integer(args.take())) : Number(width ?? 0)
  const digits = precision === '*' ? Number(numbers.integer(args.take())) : precisionOf(whole, precision)
  const value = args.take()
  if (letter === 'b') return printEscaped(tool, value ?? '')
  const spec = {
    flags: size < 0 ? `${flags}-` : flags,
    width: boundedWidth(Math.abs(size)),
    precision: digits === undefined ? undefined : boundedWidth(digits),
    letter,
  }
  if (letter === 'q') tool.print(pad(textBytes(value === undefined ? '' : shellWord(value)), spec))
  else if (letter === 's') tool.print(pad(textBytes(value ?? '').subarray(0, digits), spec))
  else if (letter === 'c') tool.print(pad(value ? textBytes(value).subarray(0, 1) : Uint8Array.of(0), spec))
  else tool.print(numbers.format(value, spec))
  return undefined
}

/** "%.s" has a precision of 0, "%s" none. */
function precisionOf(whole: string, text: string | undefined): number | undefined {
  if (text !== undefined) return Number(text)
  return whole.includes('.') ? 0 : undefined
}

function pad(bytes: Uint8Array, { flags, width }: { flags: string; width: number }): Uint8Array {
  const blanks = Buffer.alloc(Math.max(0, width - bytes.length), ' ')
  return Buffer.concat(flags.includes('-') ? [bytes, blanks] : [blanks, bytes])
}

function shellWord(text: string): string {
  if (text === '') return "''"
  return text.includes(':') && quotedIfNeeded(text.replaceAll(':', '')) === text.replaceAll(':', '')
    ? text
    : quotedIfNeeded(text)
}

function printEscaped(tool: Tool, text: string): typeof STOP | undefined {
  for (let rest = text; rest !== ''; ) {
    const plain = rest.split('\\', 1)[0] ?? ''
    tool.print(plain)
    rest = rest.slice(plain.length)
    if (rest === '') break
    const sequence = readEscape(rest, OCTAL_IN_ARGUMENT)
    tool.print(sequence.bytes)
    if (sequence.stop) return STOP
    rest = rest.slice(sequence.length)
  }
  return undefined
}
