import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const CommandInfo = q.struct('CommandInfo', { name: q.str })

export const queryCommands = defineQmpCommand({
  name: 'query-commands',
  since: '0.13',
  doc: 'List all commands.',
  returns: q.list(CommandInfo),
  run: ({ commands }) => [...commands.keys()].map(name => ({ name })),
})
