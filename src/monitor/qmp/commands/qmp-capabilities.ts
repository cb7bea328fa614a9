import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

export const qmpCapabilities = defineQmpCommand({
  name: 'qmp_capabilities',
  since: '0.13',
  doc: 'Leave the mode that every connection begins in, and in which no other command is known.',
  args: {
    enable: q.optional(
      q.doc('What to enable of that which the greeting offers.', q.list(q.enum('QMPCapability', ['oob']))),
    ),
  },
  run: ({ negotiate }, { enable = [] }) => negotiate(enable),
})
