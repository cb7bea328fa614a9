import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { readAll } from '../../../programs/reading.js'
import { tool } from '../../../programs/tool.js'

export const base64 = tool(tool => {
  const options = tool.options(['d,decode,D', 'i,ignore-garbage', 'w,wrap='])
  const [operand = '-', extra] = options.operands
  if (extra !== undefined) throw tool.usage(`extra operand ${quotedWord(extra)}`)
  const wrap = options.value('w') ?? '76'
  if (!/^\d+$/.test(wrap)) throw tool.fail(`invalid wrap size: ${quotedWord(wrap)}`)
  const bytes = tool.get(
    () => readAll(tool, operand),
    text => `${text === 'Is a directory' ? 'read error' : quotedIfNeeded(operand)}: ${text}`,
  )
  if (bytes === undefined) return
  if (!options.has('d')) {
    const text = bytes.toString('base64')
    const width = Number(wrap)
    if (width === 0) tool.print(text)
    else for (let at = 0; at < text.length; at += width) tool.print(`${text.slice(at, at + width)}\n`)
    return
  }
  const text = bytes.toString('latin1').replace(options.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '')
  const valid = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)*/.exec(text)?.[0] ?? ''
  if (valid.length === text.length) {
    // Node stops at the first padding; several pieces may have been put together.
    for (const part of valid.match(/[^=]+={0,2}/g) ?? []) tool.print(Buffer.from(part, 'base64'))
    return
  }
  // What begins well is still told.
  const begun = /^[A-Za-z0-9+/]{0,3}/.exec(text.slice(valid.length))?.[0] ?? ''
  tool.print(Buffer.from(valid, 'base64'), Buffer.from(begun, 'base64'))
  throw tool.fail('invalid input')
})
