import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { onHandle } from './on-handle.js'

export const guestFileClose = defineCommand({
  name: 'guest-file-close',
  since: '0.15.0',
  doc: 'Close a handle, writing what is still buffered.',
  args: { handle: q.int },
  run: ({ guest }, { handle }) => onHandle(() => guest.handles.close(handle)),
})
