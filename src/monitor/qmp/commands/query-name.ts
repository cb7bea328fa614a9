import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const NameInfo = q.struct('NameInfo', { name: q.optional(q.doc('Of -name; absent without it.', q.str)) })

export const queryName = defineQmpCommand({
  name: 'query-name',
  since: '0.14',
  doc: 'Tell the name of the guest.',
  returns: NameInfo,
  run: ({ qemu: { config } }) => (config.name ? { name: config.name } : {}),
})
