import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const GuestTimezone = q.struct('GuestTimezone', {
  zone: q.optional(q.doc('the abbreviation in force: "CET"', q.str)),
  offset: q.doc('seconds east of UTC', q.int),
})

export const guestGetTimezone = defineCommand({
  name: 'guest-get-timezone',
  since: '2.10',
  doc: 'The time zone in force in the guest.',
  returns: GuestTimezone,
  run({ guest, agent }) {
    const { name, offset } = guest.zone(agent.env)
    return { zone: name, offset: BigInt(offset) }
  },
})
