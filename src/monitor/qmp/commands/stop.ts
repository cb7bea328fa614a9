import { defineQmpCommand } from '../define.js'

export const stop = defineQmpCommand({
  name: 'stop',
  since: '0.14',
  doc: 'Let the vCPUs stand still.',
  run: ({ qemu }) => qemu.runState.stop(),
})
