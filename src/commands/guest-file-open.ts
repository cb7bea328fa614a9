import { Errno } from '../guest/errno.js'
import { InvalidMode } from '../guest/handles.js'
import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { badOpenMode, openFailed } from './texts.js'

export const guestFileOpen = defineCommand({
  name: 'guest-file-open',
  since: '0.15.0',
  doc: 'Open a file of the guest and get a handle for it.',
  args: {
    path: q.doc('in the guest', q.str),
    mode: q.optional(q.doc('as for fopen(3), "r" by default', q.str)),
  },
  returns: q.int,
  run({ guest }, { path, mode = 'r' }) {
    try {
      return guest.handles.open(path, mode)
    } catch (error) {
      if (error instanceof InvalidMode) throw badOpenMode(mode)
      if (error instanceof Errno) throw openFailed(path, mode, error)
      throw error
    }
  },
})
