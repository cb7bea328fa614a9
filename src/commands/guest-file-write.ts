import { q } from '../qapi/descriptor.js'
import { bytesToWrite } from './bytes-to-write.js'
import { defineCommand } from './define.js'
import { onHandle } from './on-handle.js'

const GuestFileWrite = q.struct('GuestFileWrite', {
  count: q.doc('bytes written', q.int),
  eof: q.bool,
})

export const guestFileWrite = defineCommand({
  name: 'guest-file-write',
  since: '0.15.0',
  doc: 'Write to an open handle. What is written is buffered until the handle is flushed, closed, moved or read from.',
  args: {
    handle: q.int,
    'buf-b64': q.doc('base64', q.str),
    count: q.optional(q.doc('bytes to write, all by default', q.int)),
  },
  returns: GuestFileWrite,
  run({ guest }, { handle, 'buf-b64': base64, count }) {
    // The stream is turned from reading to writing before the data are looked at.
    onHandle(() => guest.handles.prepareWrite(handle))
    const bytes = bytesToWrite(base64, count)
    const { count: written, eof } = onHandle(() => guest.handles.write(handle, bytes))
    return { count: BigInt(written), eof }
  },
})
