import { bytesToWrite } from '../bytes-to-write.js'
import { elsewhere } from '../define.js'
import { guestFileWrite } from '../guest-file-write.js'
import { handleNotFound } from '../texts.js'
import { onHandle } from './on-handle.js'

/** Nothing is buffered: it is in the file when the reply comes. */
export const guestFileWriteOnWindows = elsewhere(guestFileWrite, ({ guest }, { handle, 'buf-b64': base64, count }) => {
  if (!guest.handles.has(handle)) throw handleNotFound(handle)
  const bytes = bytesToWrite(base64, count)
  const { count: written, eof } = onHandle('write', () => guest.handles.write(handle, bytes))
  return { count: BigInt(written), eof }
})
