import { quoted } from './quote.js'
import { tool } from './tool.js'

export const whoami = tool(tool => {
  const { operands } = tool.options([])
  if (operands[0] !== undefined) throw tool.usage(`extra operand ${quoted(operands[0])}`)
  const account = tool.guest.users.byUid(tool.cred.uid)
  if (account === undefined) throw tool.fail(`cannot find name for user ID ${tool.cred.uid}`)
  tool.print(`${account.name}\n`)
})
