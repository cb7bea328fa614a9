import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { onHandle } from './on-handle.js'

export const guestFileFlush = defineCommand({
  name: 'guest-file-flush',
  since: '0.15.0',
  doc: 'Write what is buffered to the file.',
  args: { handle: q.int },
  run: ({ guest }, { handle }) => onHandle(() => guest.handles.flush(handle)),
})
