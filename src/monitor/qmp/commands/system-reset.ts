import { defineQmpCommand } from '../define.js'

export const systemReset = defineQmpCommand({
  name: 'system_reset',
  since: '0.14',
  doc: 'Press the reset button.',
  run: ({ qemu }) => qemu.runState.reset(),
})
