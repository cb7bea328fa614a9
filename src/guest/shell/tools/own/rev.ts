import { tool } from '../../../programs/tool.js'
import { toBytes, toText } from '../text.js'
import { contentOf } from './lines.js'

export const rev = tool(
  tool => {
    const { operands } = tool.options([])
    for (const operand of operands.length === 0 ? ['-'] : operands) {
      const content = tool.get(
        () => contentOf(tool, operand),
        text => `cannot open ${operand}: ${text}`,
      )
      for (const [line] of (content ?? '').matchAll(/[^\n]*\n|[^\n]+/g)) {
        const text = toText(Buffer.from(line.replace(/\n$/, ''), 'latin1'))
        tool.print(toBytes([...text].reverse().join(''), false), line.endsWith('\n') ? '\n' : '')
      }
    }
  },
  { shortName: true },
)
