import { requireCount } from './counts.js'
import { showEach } from './headers.js'
import { chunks, collect, type Source } from './reading.js'
import { type Tool, tool } from './tool.js'

const NEWLINE = 10

export const head = tool(tool => {
  const options = tool.options(
    ['n,lines=', 'c,bytes=', 'q,quiet,silent', 'v,verbose'],
    { others: ['z,zero-terminated'] },
    withoutObsolete(tool.args),
  )
  const unit = options.last('n', 'c') ?? 'n'
  const text = options.value(unit) ?? '10'
  const count = requireCount(tool, unit === 'n' ? 'lines' : 'bytes', text, text.replace(/^-/, ''))
  const wanted = text.startsWith('-') && count !== 0n ? -count : text.startsWith('-') ? undefined : count
  const quiet = options.last('q', 'v')
  const headers = quiet === undefined ? options.operands.length > 1 : quiet === 'v'
  showEach(tool, options.operands, headers, source => {
    if (wanted === undefined) for (const chunk of chunks(source)) tool.print(chunk)
    else if (unit === 'n') printLines(tool, source, Number(wanted))
    else printBytes(tool, source, Number(wanted))
  })
})

/** The old way to say how many: `-5` for `-n 5`, as first argument only. */
function withoutObsolete(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args
  return /^-\d+$/.test(first) ? ['-n', first.slice(1), ...rest] : args
}

/** A negative number: all but that many at the end. */
function printLines(tool: Tool, source: Source, count: number): void {
  if (count < 0) {
    const bytes = collect(tool, source)
    tool.print(bytes.subarray(0, startOfLast(bytes, -count)))
    return
  }
  let left = count
  if (left === 0) return
  for (const chunk of chunks(source)) {
    let end = 0
    while (left > 0 && end < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, end)
      end = newline === -1 ? chunk.length : newline + 1
      if (newline !== -1) left -= 1
    }
    tool.print(chunk.subarray(0, end))
    if (left === 0) return
  }
}

function printBytes(tool: Tool, source: Source, count: number): void {
  if (count < 0) {
    tool.print(collect(tool, source).subarray(0, count))
    return
  }
  for (let left = count; left > 0; ) {
    const chunk = source.read(Math.min(left, 65536))
    if (chunk.length === 0) return
    tool.print(chunk)
    left -= chunk.length
  }
}

/** Where the last `count` lines begin; a last line without a newline counts too. */
export function startOfLast(bytes: Uint8Array, count: number): number {
  if (count === 0) return bytes.length
  let at = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length
  for (let left = count; left > 0; left--) {
    if (at <= 0) return 0
    at = bytes.lastIndexOf(NEWLINE, at - 1)
    if (at === -1) return 0
  }
  return at + 1
}
