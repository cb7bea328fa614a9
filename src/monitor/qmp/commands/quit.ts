import { defineQmpCommand } from '../define.js'

export const quit = defineQmpCommand({
  name: 'quit',
  since: '0.14',
  doc: 'End the process of QEMU.',
  run: ({ qemu }) => qemu.runState.quit('host-qmp-quit'),
})
