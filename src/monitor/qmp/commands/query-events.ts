import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { qmpEvents } from '../events.js'

const EventInfo = q.struct('EventInfo', { name: q.str })

export const queryEvents = defineQmpCommand({
  name: 'query-events',
  since: '1.2',
  until: '6.0',
  doc: 'List all events; gone in 6.0, where query-qmp-schema does.',
  returns: q.list(EventInfo),
  run: () => qmpEvents.map(({ name }) => ({ name })),
})
