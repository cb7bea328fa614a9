import { parseCount } from './counts.js'
import { startOfLast } from './head.js'
import { showEach, withoutObsolete } from './headers.js'
import { quoted } from './quote.js'
import { chunks } from './reading.js'
import { tool } from './tool.js'

export const tail = tool(tool => {
  const args = withoutObsolete(tool.args, /^-(\d+)$|^(\+\d+)$/)
  const options = tool.options(['n,lines=', 'c,bytes=', 'q,quiet,silent', 'v,verbose'], {}, args)
  const unit = options.last('n', 'c') ?? 'n'
  const text = options.value(unit) ?? '10'
  const count = parseCount(text.replace(/^[-+]/, ''))
  if (count === undefined) {
    throw tool.fail(`invalid number of ${unit === 'n' ? 'lines' : 'bytes'}: ${quoted(text)}`)
  }
  // "+3" starts with the third; "+0" is everything, as "+1" is.
  const fromStart = text.startsWith('+')
  const quiet = options.last('q', 'v')
  const headers = quiet === undefined ? options.operands.length > 1 : quiet === 'v'
  showEach(tool, options.operands, headers, source => {
    const bytes = Buffer.concat([...chunks(source)])
    const number = Number(count)
    if (!fromStart) tool.print(bytes.subarray(unit === 'c' ? Math.max(0, bytes.length - number) : startOfLast(bytes, number)))
    else tool.print(bytes.subarray(unit === 'c' ? Math.max(0, number - 1) : startOfLine(bytes, number)))
  })
})

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
