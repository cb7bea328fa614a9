import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const StatsProvider = q.enum('StatsProvider', ['kvm'])
const StatsRequest = q.struct('StatsRequest', {
  provider: StatsProvider,
  names: q.optional(q.list(q.str)),
})

export const queryStats = defineQmpCommand({
  name: 'query-stats',
  since: '7.1',
  doc: 'Tell what was counted: nothing.',
  args: {
    target: q.enum('StatsTarget', ['vm', 'vcpu']),
    vcpus: q.optional(q.list(q.str)),
    providers: q.optional(q.list(StatsRequest)),
  },
  returns: q.list(q.any),
  run: () => [],
})

export const queryStatsSchemas = defineQmpCommand({
  name: 'query-stats-schemas',
  since: '7.1',
  doc: 'List the statistics that there are: there are none.',
  args: { provider: q.optional(StatsProvider) },
  returns: q.list(q.any),
  run: () => [],
})
