import { defineQmpCommand } from '../define.js'

export const injectNmi = defineQmpCommand({
  name: 'inject-nmi',
  since: '0.14',
  doc: 'Send the guest an interrupt, which it only writes to its log.',
  run: () => {},
})
