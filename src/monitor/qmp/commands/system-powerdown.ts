import { defineQmpCommand } from '../define.js'

export const systemPowerdown = defineQmpCommand({
  name: 'system_powerdown',
  since: '0.14',
  doc: 'Press the power button; what becomes of it is up to the guest (power.button of the scenario).',
  run: ({ qemu }) => qemu.runState.powerdown(),
})
