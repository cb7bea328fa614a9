/** less(1) and more(1) without a terminal, which no program of a guest has: they copy. */
import { chunks, openSource } from './reading.js'
import { type Tool, tool } from './tool.js'

const RULE = ':'.repeat(14)
/** Of less: what only shows on a screen, and is taken without a word. */
const SCREEN = [
  ...['a', 'A', 'c', 'C', 'd', 'e', 'E', 'f', 'F', 'g', 'G', 'I', 'J', 'K', 'm', 'M', 'n', 'q', 'Q', 'r', 'R', 'S'],
  ...['u', 'U', 'w', 'W', 'X', 'L', 'b=', 'h=', 'j=', 'P=', 'x=', 'y=', 'z=', 'p=', 'quit-if-one-screen', 'no-init'],
  ...['RAW-CONTROL-CHARS', 'chop-long-lines'],
]

export const less = tool(tool => {
  const options = tool.options(SCREEN, { others: ['N', 's', 'i', 'o=', 'O=', 't=', 'T=', 'k=', 'D='] })
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    // It complains where the text would be, and takes it for none of its failures.
    tool.get(
      () => copyOut(tool, operand),
      text => {
        tool.print(`${operand}: ${text}\n`)
        return undefined
      },
      0,
    )
  }
})

export const more = tool(
  tool => {
    const options = tool.options(['d,silent', 'f,logical', 'l,no-pause', 'c,print-over', 'p,clean-print', 'n,lines='], {
      others: ['u,plain', 's,squeeze', 'e,exit-on-eof'],
    })
    for (const operand of options.operands) {
      const header = `${RULE}\n${operand}\n${RULE}\n`
      tool.get(
        () => copyOut(tool, operand, header),
        text => `cannot open ${operand}: ${text}`,
      )
      tool.exitCode = 0
    }
    if (options.operands.length === 0) copyOut(tool, '-')
  },
  { shortName: true },
)

function copyOut(tool: Tool, operand: string, header = ''): true {
  const source = openSource(tool, operand)
  try {
    tool.print(header)
    for (const chunk of chunks(source)) tool.print(chunk)
  } finally {
    source.close()
  }
  return true
}
