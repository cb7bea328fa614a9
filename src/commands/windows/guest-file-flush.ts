import { elsewhere } from '../define.js'
import { guestFileFlush } from '../guest-file-flush.js'
import { onHandle } from './on-handle.js'

export const guestFileFlushOnWindows = elsewhere(guestFileFlush, ({ guest }, { handle }) =>
  onHandle('flush', () => guest.handles.flush(handle)),
)
