import { q } from '../qapi/descriptor.js'
import { encodeBase64 } from './base64.js'
import { defineCommand } from './define.js'
import { onHandle } from './on-handle.js'
import { MOST_BYTES, readCount } from './read-count.js'

const GuestFileRead = q.struct('GuestFileRead', {
  count: q.doc('bytes read, before base64', q.int),
  'buf-b64': q.doc('base64', q.str),
  eof: q.doc('this read met the end of the file', q.bool),
})

export const guestFileRead = defineCommand({
  name: 'guest-file-read',
  since: '0.15.0',
  doc: 'Read from an open handle.',
  args: {
    handle: q.int,
    count: q.optional(q.doc('bytes to read at most, 4096 by default; since 5.2 no more than 48 MiB', q.int)),
  },
  returns: GuestFileRead,
  run(context, { handle, count: wanted }) {
    const { guest, agent } = context
    const count = readCount(context, handle, wanted)
    // As if there were no memory for it.
    const limit = count < MOST_BYTES ? Number(count) : Number(MOST_BYTES) + 1
    const { bytes, eof } = onHandle(() => guest.handles.read(handle, limit))
    if (bytes.length > Number(MOST_BYTES)) agent.abort(`failed to allocate the reply to a read of ${count} bytes`)
    return { count: BigInt(bytes.length), 'buf-b64': encodeBase64(bytes), eof }
  },
})
