import { quoted } from './quote.js'
import { tool } from './tool.js'

export const arch = tool(tool => {
  const [operand] = tool.options([]).operands
  if (operand !== undefined) throw tool.usage(`extra operand ${quoted(operand)}`)
  tool.print(`${tool.guest.config.kernel.machine}\n`)
})
