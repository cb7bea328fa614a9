import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'

const CommandLineOptionInfo = q.struct('CommandLineOptionInfo', { option: q.str, parameters: q.list(q.any) })

export const queryCommandLineOptions = defineQmpCommand({
  name: 'query-command-line-options',
  since: '1.5',
  doc: 'List the options of the command line and what they take: none are told.',
  args: { option: q.optional(q.str) },
  returns: q.list(CommandLineOptionInfo),
  run: (_context, { option }) => {
    if (option !== undefined) throw new QapiError(`invalid option name: ${option}`)
    return []
  },
})
