/** What becomes of VirtualMachineInstances, as their guests go on and off: each of them lives once. */
import type { TraceEvent } from '../../../trace/events.js'
import type { Vm } from '../../../vm.js'

export type Phase = 'Pending' | 'Scheduling' | 'Scheduled' | 'Running' | 'Succeeded' | 'Failed'

/** In these nothing of it changes any more. */
export const isFinal = (phase: Phase) => phase === 'Succeeded' || phase === 'Failed'

/** What the domain of libvirt is in, which goes with its guest. */
export function phaseOf(vm: Vm): Phase {
  const { status } = vm
  if (status === 'inmigrate') return 'Scheduled'
  if (status === 'guest-panicked') return 'Failed'
  if (status === 'shutdown' || status === 'exited') return hasPoweredOff(vm.events) ? 'Succeeded' : 'Failed'
  return 'Running'
}

/** Whether it was the guest that ended: by itself, and not for a panic. */
function hasPoweredOff(events: readonly TraceEvent[]): boolean {
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at] as TraceEvent
    if (event.type === 'vm' && event.state === 'started') return false
    if (event.type !== 'qemu') continue
    if (event.event === 'SHUTDOWN') return event.data.guest && event.data.reason !== 'guest-panic'
    // It ran on after that.
    if (event.event === 'RESUME' || event.event === 'RESET') return false
  }
  return false
}

/** Why the vCPUs stand still; undefined: they don't. */
export function pauseOf({ status }: Vm): 'PausedByUser' | 'PausedByMigrationMonitor' | undefined {
  if (status === 'paused' || status === 'prelaunch') return 'PausedByUser'
  if (status === 'finish-migrate' || status === 'postmigrate') return 'PausedByMigrationMonitor'
  return undefined
}
