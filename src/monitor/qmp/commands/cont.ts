import { defineQmpCommand } from '../define.js'

export const cont = defineQmpCommand({
  name: 'cont',
  since: '0.14',
  doc: 'Let the vCPUs run.',
  run: ({ qemu }) => qemu.runState.cont(),
})
