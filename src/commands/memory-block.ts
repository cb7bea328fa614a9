import { q } from '../qapi/descriptor.js'

/** Shared by guest-get-memory-blocks and guest-set-memory-blocks. */
export const GuestMemoryBlock = q.struct('GuestMemoryBlock', {
  'phys-index': q.uint64,
  online: q.bool,
  'can-offline': q.optional(q.doc('always there in replies, ignored in requests', q.bool)),
})
