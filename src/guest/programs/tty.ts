import { quoted } from './quote.js'
import { tool } from './tool.js'

/** Nothing in the guest has a terminal for its standard input. */
export const tty = tool(tool => {
  const options = tool.options(['s,silent,quiet'], { usageCode: 2 })
  const [operand] = options.operands
  if (operand !== undefined) throw tool.usage(`extra operand ${quoted(operand)}`, 2)
  if (!options.has('s')) tool.print('not a tty\n')
  tool.exitCode = 1
})

/** coreutils' stty(1), which has nothing to set either. */
export const stty = tool(tool => {
  const device = tool.args.find(arg => /^(?:-F.|--file=)/.test(arg))
  if (device !== undefined) throw tool.fail("mockvm doesn't do -F yet")
  throw tool.fail("'standard input': Inappropriate ioctl for device")
})

/** coreutils' logname(1): nobody has logged in for what an agent runs. */
export const logname = tool(tool => {
  const [operand] = tool.options([]).operands
  if (operand !== undefined) throw tool.usage(`extra operand ${quoted(operand)}`)
  throw tool.fail('no login name')
})
