import { elsewhere } from '../define.js'
import { guestFileClose } from '../guest-file-close.js'
import { onHandle } from './on-handle.js'

export const guestFileCloseOnWindows = elsewhere(guestFileClose, ({ guest }, { handle }) =>
  onHandle('close', () => guest.handles.close(handle)),
)
