import { requireCount } from './counts.js'
import { startOfLast } from './head.js'
import { showEach } from './headers.js'
import { quoted } from './quote.js'
import { collect, type Source } from './reading.js'
import { type Tool, tool } from './tool.js'

/** What only matters with -f, which tail does elsewhere, and what the real one knows besides. */
const OTHERS = ['s,sleep-interval=', 'retry', 'pid=', 'max-unchanged-stats=', 'z,zero-terminated']

export const tail = tool(tool => {
  const args = withoutObsolete(tool)
  const options = tool.options(['n,lines=', 'c,bytes=', 'q,quiet,silent', 'v,verbose'], { others: OTHERS }, args)
  const unit = options.last('n', 'c') ?? 'n'
  const text = options.value(unit) ?? '10'
  const count = requireCount(tool, unit === 'n' ? 'lines' : 'bytes', text, text.replace(/^-/, ''))
  // "+3" starts with the third; "+0" is everything, as "+1" is.
  const fromStart = text.startsWith('+')
  // Nothing is wanted: then nothing is opened either.
  if (count === 0n && !fromStart) return
  const quiet = options.last('q', 'v')
  const headers = quiet === undefined ? options.operands.length > 1 : quiet === 'v'
  showEach(tool, options.operands, headers, (source, name) => {
    const bytes = unit === 'n' ? collect(tool, source) : readOrEnd(tool, source, name)
    const number = Number(count)
    if (!fromStart)
      tool.print(bytes.subarray(unit === 'c' ? Math.max(0, bytes.length - number) : startOfLast(bytes, number)))
    else tool.print(bytes.subarray(unit === 'c' ? Math.max(0, number - 1) : startOfLine(bytes, number)))
  })
})

/** With bytes what can't be read ends the program, and no other file is looked at. */
function readOrEnd(tool: Tool, source: Source, name: string): Uint8Array {
  const bytes = tool.get(
    () => collect(tool, source),
    text => `error reading ${quoted(name)}: ${text}`,
  )
  if (bytes === undefined) throw tool.exit(1)
  return bytes
}

/** The old way to say how many, for one file at most: `-5` for `-n 5`, `+5` for `-n +5`. */
function withoutObsolete(tool: Tool): readonly string[] {
  const [first = '', ...rest] = tool.args
  if (!/^[-+]\d+$/.test(first)) return tool.args
  const one = rest.length === 0 || (rest.length === 1 && !/^-./.test(rest[0] ?? ''))
  if (one) return ['-n', first.replace(/^-/, ''), ...rest]
  if (first.startsWith('+')) return tool.args
  throw tool.fail(`option used in invalid context -- ${first.charAt(1)}`)
}

/** Where the line of that number begins, counted from 1. */
function startOfLine(bytes: Uint8Array, number: number): number {
  let at = 0
  for (let line = 1; line < number; line++) {
    const newline = bytes.indexOf(10, at)
    if (newline === -1) return bytes.length
    at = newline + 1
  }
  return at
}
