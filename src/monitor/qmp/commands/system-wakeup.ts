import { QapiError } from '../../../qapi/errors.js'
import { hasBoard } from '../cpus.js'
import { defineQmpCommand } from '../define.js'

export const systemWakeup = defineQmpCommand({
  name: 'system_wakeup',
  since: '1.1',
  doc: 'Wake a guest that sleeps.',
  run: ({ qemu }) => {
    if (!hasBoard(qemu)) throw new QapiError('wake-up from suspend is not supported by this guest')
    qemu.runState.systemWakeup()
  },
})
