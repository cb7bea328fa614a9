import { encodeBase64 } from '../base64.js'
import { elsewhere } from '../define.js'
import { guestFileRead } from '../guest-file-read.js'
import { MOST_BYTES, readCount } from '../read-count.js'
import { onHandle } from './on-handle.js'

/** One ReadFile: at the end is who gets nothing at all. */
export const guestFileReadOnWindows = elsewhere(guestFileRead, (context, { handle, count: wanted }) => {
  const count = readCount(context, handle, wanted)
  // A file of that size is read in parts.
  const { bytes, eof } = onHandle('read', () =>
    context.guest.handles.read(handle, Number(count < MOST_BYTES ? count : MOST_BYTES)),
  )
  return { count: BigInt(bytes.length), 'buf-b64': encodeBase64(bytes), eof }
})
