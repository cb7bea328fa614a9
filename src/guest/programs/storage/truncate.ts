import { parseCount } from '../counts.js'
import { quoted, quotedWord } from '../quote.js'
import { type Tool, tool } from '../tool.js'

/** coreutils' truncate(1). */
export const truncate = tool(tool => {
  const options = tool.options(['c,no-create', 'o,io-blocks', 'r,reference=', 's,size='])
  const text = options.value('s')
  const reference = options.value('r')
  if (text === undefined && reference === undefined) {
    throw tool.usage(`you must specify either ${quotedWord('--size')} or ${quotedWord('--reference')}`)
  }
  const change = text === undefined ? undefined : parse(tool, text)
  if (change !== undefined && reference !== undefined && change.sign === '') {
    throw tool.usage(`you must specify a relative ${quotedWord('--size')} with ${quotedWord('--reference')}`)
  }
  if (options.has('o') && change === undefined) {
    throw tool.usage(`${quotedWord('--io-blocks')} was specified but ${quotedWord('--size')} was not`)
  }
  if (options.operands.length === 0) throw tool.usage('missing file operand')
  const base = reference === undefined ? undefined : sizeOf(tool, reference)
  for (const operand of options.operands) {
    const path = tool.path(operand)
    if (options.has('c') && !tool.files.exists(path, tool.cred)) continue
    const file = tool.get(
      () => tool.files.open(path, { read: false, write: true, create: !options.has('c') }, 0o666, tool.cred),
      reason => `cannot open ${quoted(operand)} for writing: ${reason}`,
    )
    if (file === undefined) continue
    const { size: now, blksize } = file.stat()
    const unit = options.has('o') ? BigInt(blksize) : 1n
    const size = change === undefined ? (base ?? 0n) : changed(base ?? now, change.sign, change.count * unit)
    tool.attempt(
      () => file.truncate(size),
      reason => `failed to truncate ${quoted(operand)} at ${size} bytes: ${reason}`,
    )
    file.close()
  }
})

function parse(tool: Tool, text: string): { sign: string; count: bigint } {
  const [, sign = '', digits = ''] = /^\s*([+\-<>/%]?)\s*(.*)$/s.exec(text) ?? []
  const count = parseCount(/^[kKMGTPEZY]/.test(digits) ? `1${digits}` : digits)
  if (count === undefined) throw tool.fail(`Invalid number: ${quotedWord(text)}`)
  if ((sign === '/' || sign === '%') && count === 0n) throw tool.fail('division by zero')
  return { sign, count }
}

function sizeOf(tool: Tool, name: string): bigint {
  const stat = tool.get(
    () => tool.files.stat(tool.path(name), tool.cred),
    text => `cannot stat ${quoted(name)}: ${text}`,
  )
  if (stat === undefined) throw tool.exit(1)
  return stat.size
}

function changed(now: bigint, sign: string, count: bigint): bigint {
  switch (sign) {
    case '+':
      return now + count
    case '-':
      return now > count ? now - count : 0n
    case '<':
      return now < count ? now : count
    case '>':
      return now > count ? now : count
    case '/':
      return (now / count) * count
    case '%':
      return ((now + count - 1n) / count) * count
    default:
      return count
  }
}
