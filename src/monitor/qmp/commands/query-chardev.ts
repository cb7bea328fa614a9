import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const ChardevInfo = q.struct('ChardevInfo', {
  label: q.doc('`id` of -chardev.', q.str),
  filename: q.doc('Begins with "disconnected:" while nobody is connected.', q.str),
  'frontend-open': q.doc('The guest has the device open: the agent runs. Always true of a monitor.', q.bool),
})

export const queryChardev = defineQmpCommand({
  name: 'query-chardev',
  since: '0.14',
  doc: 'List the character devices: the channel of the agent, and the monitors.',
  returns: q.list(ChardevInfo),
  run: ({ qemu }) =>
    qemu.chardevs.list().map(chardev => ({
      label: chardev.label,
      filename: chardev.filename(),
      'frontend-open': chardev.isFrontendOpen(),
    })),
})
