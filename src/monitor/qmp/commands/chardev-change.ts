import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { ChardevBackend } from '../chardev-backend.js'
import { defineQmpCommand } from '../define.js'

export const chardevChange = defineQmpCommand({
  name: 'chardev-change',
  since: '2.10',
  doc: 'Fail: neither a monitor nor the port of the agent lets its character device be exchanged.',
  args: { id: q.str, backend: ChardevBackend },
  returns: q.struct('ChardevReturn', { pty: q.optional(q.str) }),
  run: ({ qemu }, { id }) => {
    if (qemu.chardevs.find(id) === undefined) throw new QapiError(`Chardev '${id}' does not exist`)
    throw new QapiError('Chardev user does not support chardev hotswap')
  },
})
