import { quoted } from './quote.js'
import { tool } from './tool.js'

/** Nothing that is written can get lost here: what it changes is what the disks have counted, whatever was named. */
export const sync = tool(tool => {
  const options = tool.options(['d,data', 'f,file-system'])
  if (options.has('d') && options.has('f')) throw tool.fail('cannot specify both --data and --file-system')
  if (options.has('d') && options.operands.length === 0) throw tool.fail('--data needs at least one argument')
  for (const name of options.operands) {
    tool.attempt(
      () => tool.files.open(tool.path(name), { read: true, write: false }, 0, tool.cred).close(),
      text => `error opening ${quoted(name)}: ${text}`,
    )
  }
  tool.guest.activity.disks.sync()
})
