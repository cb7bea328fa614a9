import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { onHandle } from './on-handle.js'
import { badWhence, handleNotFound } from './texts.js'

const QGASeek = q.enum('QGASeek', ['set', 'cur', 'end'])

const GuestFileSeek = q.struct('GuestFileSeek', {
  position: q.doc('the new position in bytes', q.int),
  eof: q.bool,
})

export const guestFileSeek = defineCommand({
  name: 'guest-file-seek',
  since: '0.15.0',
  doc: 'Move the position of an open handle, as fseek(3) does, and tell the new one.',
  args: {
    handle: q.int,
    offset: q.doc('bytes', q.int),
    whence: q.doc('"set" or 0, "cur" or 1, "end" or 2', q.alternate('GuestFileWhence', q.int, QGASeek)),
  },
  returns: GuestFileSeek,
  run({ guest }, { handle, offset, whence }) {
    if (!guest.handles.has(handle)) throw handleNotFound(handle)
    const name = typeof whence === 'string' ? whence : WHENCE_CODES.get(whence)
    if (name === undefined) throw badWhence(BigInt(whence))
    return onHandle(() => guest.handles.seek(handle, offset, name))
  },
})

/** Not those of the host or the guest: the protocol's own. */
export const WHENCE_CODES: ReadonlyMap<bigint, 'set' | 'cur' | 'end'> = new Map([
  [0n, 'set'],
  [1n, 'cur'],
  [2n, 'end'],
])
