import type { Vm } from '../../src/index.js'

/** What QEMU has told its monitors, without the limit of some of it: "STOP", "SHUTDOWN guest-shutdown", "VSERPORT_CHANGE false". */
export function told(vm: Vm): string[] {
  return vm.events.flatMap(event => {
    if (event.type !== 'qemu') return []
    if (event.event === 'VSERPORT_CHANGE') return [`${event.event} ${event.data.open}`]
    if (event.event === 'SHUTDOWN' || event.event === 'RESET') return [`${event.event} ${event.data.reason}`]
    return [event.event]
  })
}
