import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const GuestUser = q.struct('GuestUser', {
  user: q.str,
  domain: q.optional(q.doc('Windows only', q.str)),
  'login-time': q.doc('seconds since the epoch, with a fraction', q.number),
})

export const guestGetUsers = defineCommand({
  name: 'guest-get-users',
  since: '2.10',
  doc: 'Who is logged in: everybody once, with the earliest login.',
  returns: q.list(GuestUser),
  run({ guest }) {
    const earliest = new Map<string, bigint>()
    for (const { user, time } of guest.users.sessions()) {
      const known = earliest.get(user)
      if (known === undefined || time < known) earliest.set(user, time)
    }
    return [...earliest].map(([user, time]) => ({ user, 'login-time': Number(time) / 1_000_000 }))
  },
})
