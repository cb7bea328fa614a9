import { expect, test } from 'vitest'
import { inQueryOrder } from '../../src/monitor/chardev-order.js'

/** What a real QEMU 7.2 had made, in that order, and how it listed it. */
test.each([
  ['charmonitor charchannel0', 'charchannel0 charmonitor'],
  ['compat_monitor0 cm2 compat_monitor1', 'compat_monitor1 cm2 compat_monitor0'],
  ['compat_monitor0 aa bb cc dd compat_monitor1', 'cc compat_monitor1 bb dd compat_monitor0 aa'],
  ['compat_monitor0 g', 'g compat_monitor0'],
  ['compat_monitor0 vdagent g', 'g vdagent compat_monitor0'],
  ['compat_monitor0 g agent qmp0', 'qmp0 g compat_monitor0 agent'],
  ['compat_monitor0 mon0 agent h charredir0', 'charredir0 h mon0 compat_monitor0 agent'],
  ['compat_monitor0 chrtpm g b channel1 charmonitor', 'channel1 chrtpm b g compat_monitor0 charmonitor'],
  ['compat_monitor0 vdagent charmonitor e g c d', 'c d g e vdagent compat_monitor0 charmonitor'],
  [
    'compat_monitor0 mon0 charchannel0 agent charserial0 vdagent g chrtpm',
    'mon0 charserial0 chrtpm g compat_monitor0 agent vdagent charchannel0',
  ],
])('%s are listed as %s', (made, listed) => {
  expect(inQueryOrder(made.split(' '))).toEqual(listed.split(' '))
})
