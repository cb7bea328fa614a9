import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { qmpEvents } from '../events.js'
import { describeSchema } from '../schema.js'

export const queryQmpSchema = defineQmpCommand({
  name: 'query-qmp-schema',
  since: '2.5',
  doc: 'Describe all commands, events and their types; types are known by numbers.',
  returns: q.any,
  run: ({ commands }) => describeSchema([...commands.values()], qmpEvents),
})
