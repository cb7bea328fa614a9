import { defineQmpCommand } from '../define.js'

export const rtcResetReinjection = defineQmpCommand({
  name: 'rtc-reset-reinjection',
  since: '2.1',
  doc: 'Forget the ticks that the guest has missed; mockvm owes it none.',
  run: () => {},
})
