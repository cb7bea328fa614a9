import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const MICROSECOND = 1000n

export const guestGetTime = defineCommand({
  name: 'guest-get-time',
  since: '1.5',
  doc: "The guest's system time in nanoseconds since the epoch, in whole microseconds.",
  returns: q.int,
  // gettimeofday(2) knows no finer unit.
  run: ({ guest }) => (guest.clock.now() / MICROSECOND) * MICROSECOND,
})
