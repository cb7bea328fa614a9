import { LOAD_UNIT } from '../guest/load-average.js'
import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const LoadAverage = q.struct('GuestLoadAverage', {
  load1m: q.doc('over the last minute', q.number),
  load5m: q.doc('over 5 minutes', q.number),
  load15m: q.doc('over 15 minutes', q.number),
})

export const guestGetLoad = defineCommand({
  name: 'guest-get-load',
  since: '10.0',
  doc: 'How many programs ran or wanted to, on average.',
  returns: LoadAverage,
  run: ({ guest }) => {
    const [one, five, fifteen] = guest.activity.load.get()
    return { load1m: one / LOAD_UNIT, load5m: five / LOAD_UNIT, load15m: fifteen / LOAD_UNIT }
  },
})
