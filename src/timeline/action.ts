/** What can be done to a VM from outside: the words of the time line and of the control socket. Plain data. */
import type { Deed } from '../faults/deed.js'
import type { FaultRule } from '../faults/rule.js'

/**
 * What is done to the machine: `pause` and `resume` are QEMU's stop and cont, `powerdown` its power button and `reset` its
 * reset button; `quit` ends QEMU, and so does a `signal`; `off` cuts the power without a word of QEMU's; `suspend` (to RAM),
 * `hibernate` (to disk) and `panic` are the guest's own doing; `wakeup` wakes it, or boots it if it is off, but is no
 * `resume`: a guest that sleeps in a paused VM wakes when that goes on.
 */
export const MACHINE_ACTIONS = [
  'pause',
  'resume',
  'powerdown',
  'reset',
  'off',
  'quit',
  'signal',
  'suspend',
  'hibernate',
  'wakeup',
  'panic',
] as const

export type MachineAction = (typeof MACHINE_ACTIONS)[number]

/** Each does one thing; those of a list are done one after the other. Durations are nanoseconds. */
export type Action =
  | Deed
  | { readonly vm: MachineAction }
  /** Another client comes, sends that (one character a byte), and stays so long. */
  | { readonly visitor: { readonly send: string; readonly stay: bigint } }
  /** Moves the system time of the guest. */
  | { readonly time: { readonly by: bigint } }
  /** All file systems, as a program in the guest would: `thaw` leaves the agent in the belief that they are frozen. */
  | { readonly filesystems: 'freeze' | 'thaw' }
  | { readonly addresses: { readonly interface: string; readonly addresses: readonly string[] } }
  /** A file of the guest, as text. */
  | { readonly write: { readonly path: string; readonly text: string } }
  /** A file or a folder with all that is in it; nothing happens to one that isn't there. */
  | { readonly remove: string }
  /** As `ip link set NAME up` and `down`. */
  | { readonly link: { readonly interface: string; readonly up: boolean } }
  /** Of systemd: "nginx" is nginx.service. */
  | { readonly service: { readonly name: string; readonly to: 'start' | 'stop' | 'restart' } }
  | { readonly login: { readonly user: string; readonly line: string; readonly host: string } }
  /** Whoever is on that terminal line. */
  | { readonly logout: string }
  /** An entry of the journal; priorities are those of syslog(3). */
  | { readonly log: { readonly identifier: string; readonly message: string; readonly priority: number } }
  | { readonly addFaults: readonly FaultRule[] }
  | { readonly removeFault: string }
  /** The scenario's rules, with all counts at 0. */
  | { readonly resetFaults: true }
  /** Lets go what hangs: because of that rule, or all of it. */
  | { readonly release: string | true }
  /** A line in the time line. */
  | { readonly note: string }
  /** An entry of the scenario's time line comes about. */
  | { readonly entry: number }
