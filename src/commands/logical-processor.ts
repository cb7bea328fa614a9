import { q } from '../qapi/descriptor.js'

/** Shared by guest-get-vcpus and guest-set-vcpus. */
export const GuestLogicalProcessor = q.struct('GuestLogicalProcessor', {
  'logical-id': q.int,
  online: q.bool,
  'can-offline': q.optional(q.doc('always there in replies, ignored in requests', q.bool)),
})
