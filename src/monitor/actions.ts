/** What QEMU does when the guest shuts down, reboots or panics: -action says so, and set-action while it runs. */
import type { QemuConfig } from './qemu-config.js'

export const PANIC_ACTIONS = ['pause', 'shutdown', 'exit-failure', 'none'] as const

export interface Actions {
  /** `pause`: the process stays, in the run state `shutdown`. */
  readonly shutdown: 'poweroff' | 'pause'
  readonly reboot: 'reset' | 'shutdown'
  /** When a device tells of it. */
  readonly panic: (typeof PANIC_ACTIONS)[number]
}

/** -no-shutdown and -no-reboot are short for two of them. */
export function initialActions({ noShutdown, noReboot, panicAction }: QemuConfig): Actions {
  return {
    shutdown: noShutdown ? 'pause' : 'poweroff',
    reboot: noReboot ? 'shutdown' : 'reset',
    panic: panicAction ?? 'shutdown',
  }
}

/** As GUEST_PANICKED has it: who doesn't want to lose a guest that is off doesn't want to lose this one. */
export function onPanic({ panic, shutdown }: Actions): 'pause' | 'poweroff' | 'run' {
  if (panic === 'none') return 'run'
  return panic === 'pause' || shutdown === 'pause' ? 'pause' : 'poweroff'
}
