/** What becomes of VirtualMachineInstances, as their guests go on and off: each of them lives once. */
import type { Vm } from '../../../vm.js'
import { hasPoweredOff } from './ending.js'

export type Phase = 'Pending' | 'Scheduling' | 'Scheduled' | 'Running' | 'Succeeded' | 'Failed'

/** In these nothing of it changes any more. */
export const isFinal = (phase: Phase) => phase === 'Succeeded' || phase === 'Failed'

/** What the domain of libvirt is in, which goes with its guest. */
export function phaseOf(vm: Vm): Phase {
  const { status } = vm
  // Asked while it lives, too: of its end one must have heard.
  const isItsOwnEnd = hasPoweredOff(vm)
  if (status === 'inmigrate') return 'Scheduled'
  if (status === 'guest-panicked') return 'Failed'
  if (status === 'shutdown' || status === 'exited') return isItsOwnEnd ? 'Succeeded' : 'Failed'
  return 'Running'
}

/** Why the vCPUs stand still; undefined: they don't. */
export function pauseOf({ status }: Vm): 'PausedByUser' | 'PausedByMigrationMonitor' | undefined {
  if (status === 'paused' || status === 'prelaunch') return 'PausedByUser'
  if (status === 'finish-migrate' || status === 'postmigrate') return 'PausedByMigrationMonitor'
  return undefined
}
