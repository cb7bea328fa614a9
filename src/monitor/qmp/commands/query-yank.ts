import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const YankInstance = q.struct('YankInstance', {
  type: q.enum('YankInstanceType', ['block-node', 'chardev', 'migration']),
  id: q.doc('The label of the character device.', q.str),
})

const SOCKET = /^(?:disconnected:)?(?:unix|tcp):/

export const queryYank = defineQmpCommand({
  name: 'query-yank',
  since: '6.0',
  doc: 'List the sockets that could be cut off, in the order in which they were made.',
  allowsOob: true,
  returns: q.list(YankInstance),
  run: ({ qemu }) => {
    const sockets = qemu.chardevs.made().filter(chardev => SOCKET.test(chardev.filename()))
    return sockets.map(({ label }) => ({ type: 'chardev' as const, id: label }))
  },
})
