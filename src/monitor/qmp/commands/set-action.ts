import { q } from '../../../qapi/descriptor.js'
import { PANIC_ACTIONS } from '../../actions.js'
import { defineQmpCommand } from '../define.js'

const WATCHDOG_ACTIONS = ['reset', 'shutdown', 'poweroff', 'pause', 'debug', 'none', 'inject-nmi'] as const

export const setAction = defineQmpCommand({
  name: 'set-action',
  since: '6.0',
  doc: 'Say what QEMU does when the guest reboots, shuts down or panics.',
  args: {
    reboot: q.optional(q.enum('RebootAction', ['reset', 'shutdown'])),
    shutdown: q.optional(q.enum('ShutdownAction', ['poweroff', 'pause'])),
    panic: q.optional(q.enum('PanicAction', PANIC_ACTIONS)),
    watchdog: q.optional(q.doc('Of no effect: there is no watchdog.', q.enum('WatchdogAction', WATCHDOG_ACTIONS))),
  },
  run: ({ qemu }, actions) => qemu.runState.setActions(actions),
})
