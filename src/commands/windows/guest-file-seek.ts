import { elsewhere } from '../define.js'
import { guestFileSeek, WHENCE_CODES } from '../guest-file-seek.js'
import { badWhence, handleNotFound } from '../texts.js'
import { onHandle } from './on-handle.js'

export const guestFileSeekOnWindows = elsewhere(guestFileSeek, ({ guest }, { handle, offset, whence }) => {
  if (!guest.handles.has(handle)) throw handleNotFound(handle)
  const name = typeof whence === 'string' ? whence : WHENCE_CODES.get(whence)
  if (name === undefined) throw badWhence(BigInt(whence))
  return onHandle('seek', () => guest.handles.seek(handle, offset, name))
})
