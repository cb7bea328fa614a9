import { quoted } from '../../../programs/quote.js'
import { tool } from '../../../programs/tool.js'
import { contentOf, printLatin1 } from './lines.js'

export const tac = tool(tool => {
  const options = tool.options(['b,before', 'r,regex', 's,separator='])
  for (const [name, long] of [
    ['b', 'before'],
    ['r', 'regex'],
    ['s', 'separator'],
  ] as const) {
    if (options.has(name)) throw tool.fail(`mockvm doesn't do --${long} yet`)
  }
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    const content = tool.get(
      () => contentOf(tool, operand),
      text =>
        text === 'Is a directory'
          ? `${operand}: read error: ${text}`
          : `failed to open ${quoted(operand)} for reading: ${text}`,
    )
    printLatin1(tool, (content?.match(/[^\n]*\n|[^\n]+/g) ?? []).reverse().join(''))
  }
})
