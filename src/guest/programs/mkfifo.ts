import { parseMode } from './mode-change.js'
import { quoted } from './quote.js'
import { tool } from './tool.js'

export const mkfifo = tool(tool => {
  const options = tool.options(['m,mode='])
  if (options.operands.length === 0) throw tool.usage('missing operand')
  const text = options.value('m')
  const change = text === undefined ? undefined : parseMode(text)
  if (text !== undefined && change === undefined) throw tool.fail('invalid mode')
  const mode = change?.(0o666, false)
  if (mode !== undefined && (mode & ~0o777) !== 0) throw tool.fail('mode must specify only file permission bits')
  for (const name of options.operands) {
    const make = () => {
      tool.files.mkfifo(tool.path(name), 0o666, tool.cred)
      if (mode !== undefined) tool.files.chmod(tool.path(name), mode, tool.cred)
    }
    tool.attempt(make, text => `cannot create fifo ${quoted(name)}: ${text}`)
  }
})
