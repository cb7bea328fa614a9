/** This machine has no display, and nobody to show it to. */
import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

export const queryVnc = defineQmpCommand({
  name: 'query-vnc',
  since: '0.14',
  doc: 'Tell of the server for VNC: there is none.',
  returns: q.struct('VncInfo', { enabled: q.bool }),
  run: () => ({ enabled: false }),
})

export const querySpice = defineQmpCommand({
  name: 'query-spice',
  since: '0.14',
  doc: 'Tell of the server for SPICE: there is none.',
  returns: q.struct('SpiceInfo', { enabled: q.bool, migrated: q.bool, 'mouse-mode': q.str }),
  run: () => ({ enabled: false, migrated: false, 'mouse-mode': 'client' }),
})
