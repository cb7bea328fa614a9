import { elsewhere } from '../define.js'
import { guestFsfreezeFreezeList } from '../guest-fsfreeze-freeze-list.js'
import { freeze } from './fsfreeze.js'

/** An empty list is none: all volumes are frozen. */
export const guestFsfreezeFreezeListOnWindows = elsewhere(guestFsfreezeFreezeList, (context, { mountpoints }) =>
  freeze(context, mountpoints),
)
