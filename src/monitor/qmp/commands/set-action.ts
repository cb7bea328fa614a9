import { q } from '../../../qapi/descriptor.js'
import { PANIC_ACTIONS } from '../../actions.js'
import { defineQmpCommand } from '../define.js'

export const setAction = defineQmpCommand({
  name: 'set-action',
  since: '6.0',
  doc: 'Say what QEMU does when the guest reboots, shuts down or panics.',
  args: {
    reboot: q.optional(q.enum('RebootAction', ['reset', 'shutdown'])),
    shutdown: q.optional(q.enum('ShutdownAction', ['poweroff', 'pause'])),
    panic: q.optional(q.enum('PanicAction', PANIC_ACTIONS)),
  },
  run: ({ qemu }, actions) => qemu.runState.setActions(actions),
})
