import { parseCount } from './counts.js'
import { showEach, withoutObsolete } from './headers.js'
import { quoted } from './quote.js'
import { chunks, type Source } from './reading.js'
import { type Tool, tool } from './tool.js'

const NEWLINE = 10

export const head = tool(tool => {
  const options = tool.options(
    ['n,lines=', 'c,bytes=', 'q,quiet,silent', 'v,verbose'],
    {},
    withoutObsolete(tool.args),
  )
  const unit = options.last('n', 'c') ?? 'n'
  const text = options.value(unit) ?? '10'
  const count = parseCount(text.replace(/^[-+]/, ''))
  if (count === undefined) {
    throw tool.fail(`invalid number of ${unit === 'n' ? 'lines' : 'bytes'}: ${quoted(text.replace(/^-/, ''))}`)
  }
  const wanted = text.startsWith('-') && count !== 0n ? -count : text.startsWith('-') ? undefined : count
  const quiet = options.last('q', 'v')
  const headers = quiet === undefined ? options.operands.length > 1 : quiet === 'v'
  showEach(tool, options.operands, headers, source => {
    if (wanted === undefined) for (const chunk of chunks(source)) tool.print(chunk)
    else if (unit === 'n') printLines(tool, source, Number(wanted))
    else printBytes(tool, source, Number(wanted))
  })
})

/** A negative number: all but that many at the end. */
function printLines(tool: Tool, source: Source, count: number): void {
  if (count < 0) {
    const bytes = Buffer.concat([...chunks(source)])
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
    if (left === 0 || tool.stdout.full) return
  }
}

function printBytes(tool: Tool, source: Source, count: number): void {
  if (count < 0) {
    tool.print(Buffer.concat([...chunks(source)]).subarray(0, count))
    return
  }
  for (let left = count; left > 0 && !tool.stdout.full; ) {
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
