import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'

export const queryRxFilter = defineQmpCommand({
  name: 'query-rx-filter',
  since: '1.6',
  doc: 'List what the network cards let through: QEMU has none of them.',
  args: { name: q.optional(q.str) },
  returns: q.list(q.any),
  run: (_context, { name }) => {
    if (name !== undefined) throw new QapiError(`invalid net client name: ${name}`)
    return []
  },
})
