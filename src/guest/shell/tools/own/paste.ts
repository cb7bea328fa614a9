import { textBytes } from '../../../programs/output.js'
import { quotedIfNeeded } from '../../../programs/quote.js'
import { type Tool, tool } from '../../../programs/tool.js'
import { toLatin1 } from '../text.js'
import { contentOf, linesOf, printLatin1 } from './lines.js'

const ESCAPES: Readonly<Record<string, string>> = { '0': '', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

export const paste = tool(tool => {
  const options = tool.options(['d,delimiters=', 's,serial', 'z,zero-terminated'])
  const delimiters = readDelimiters(tool, options.value('d') ?? '\t')
  const end = options.has('z') ? '\0' : '\n'
  const operands = options.operands.length === 0 ? ['-'] : options.operands
  const explain = (operand: string) => (text: string) => `${quotedIfNeeded(operand)}: ${text}`
  if (options.has('s')) {
    for (const operand of operands) {
      const content = tool.get(() => contentOf(tool, operand), explain(operand))
      if (content !== undefined) printLatin1(tool, joined(linesOf(content, end), delimiters) + end)
    }
    return
  }
  // Standard input that is named several times is dealt out line by line.
  let input: string[] | undefined
  const columns = operands.map(operand => {
    if (operand === '-' && input !== undefined) return input
    const content = tool.get(() => contentOf(tool, operand), explain(operand))
    // Nothing is printed unless all of them can be read.
    if (content === undefined) throw tool.exit(1)
    const lines = linesOf(content, end).reverse()
    if (operand === '-') input = lines
    return lines
  })
  while (columns.some(lines => lines.length > 0)) {
    const cells = columns.map(lines => lines.pop() ?? '')
    printLatin1(tool, joined(cells, delimiters) + end)
  }
})

/** One delimiter after the other, and again from the first. */
function joined(cells: readonly string[], delimiters: readonly string[]): string {
  return cells.map((cell, at) => (at === 0 ? cell : (delimiters[(at - 1) % delimiters.length] ?? '') + cell)).join('')
}

function readDelimiters(tool: Tool, given: string): string[] {
  const text = toLatin1(textBytes(given))
  if (text === '') return ['']
  const parts = text.match(/\\?./gs) ?? []
  if (parts.at(-1) === '\\') {
    throw tool.fail(`delimiter list ends with an unescaped backslash: ${text}`)
  }
  return parts.map(part => (part.length === 1 ? part : (ESCAPES[part.charAt(1)] ?? part.charAt(1))))
}
