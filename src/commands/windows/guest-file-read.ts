import { encodeBase64 } from '../base64.js'
import { elsewhere } from '../define.js'
import { guestFileRead } from '../guest-file-read.js'
import { badArgumentValue, handleNotFound } from '../texts.js'
import { onHandle } from './on-handle.js'

const DEFAULT_COUNT = 4096n
/** More in one reply than there can be: a file of that size is read in parts. */
const MOST_BYTES = 256n << 20n

/** One ReadFile: at the end is who gets nothing at all. */
export const guestFileReadOnWindows = elsewhere(
  guestFileRead,
  ({ guest, agent }, { handle, count = DEFAULT_COUNT }) => {
    if (!guest.handles.has(handle)) throw handleNotFound(handle)
    const { maxRead } = agent.behaviour
    if (count < 0n || (maxRead !== undefined && count > maxRead)) throw badArgumentValue(count, 'count')
    // 2.11 has no upper limit: it allocates what it is asked for, and GLib aborts the process when it can't.
    if (count > guest.config.memory.size) agent.abort(`failed to allocate ${count} bytes`)
    const { bytes, eof } = onHandle('read', () =>
      guest.handles.read(handle, Number(count < MOST_BYTES ? count : MOST_BYTES)),
    )
    return { count: BigInt(bytes.length), 'buf-b64': encodeBase64(bytes), eof }
  },
)
