import { decodeBase64 } from '../base64.js'
import { elsewhere } from '../define.js'
import { guestFileWrite } from '../guest-file-write.js'
import { badArgumentValue, handleNotFound } from '../texts.js'
import { onHandle } from './on-handle.js'

/** Nothing is buffered: it is in the file when the reply comes. */
export const guestFileWriteOnWindows = elsewhere(guestFileWrite, ({ guest }, { handle, 'buf-b64': base64, count }) => {
  if (!guest.handles.has(handle)) throw handleNotFound(handle)
  const bytes = decodeBase64(base64)
  if (count !== undefined && (count < 0n || count > BigInt(bytes.length))) throw badArgumentValue(count, 'count')
  const wanted = count === undefined ? bytes : bytes.subarray(0, Number(count))
  const { count: written, eof } = onHandle('write', () => guest.handles.write(handle, wanted))
  return { count: BigInt(written), eof }
})
