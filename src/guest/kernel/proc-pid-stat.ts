/** /proc/PID/stat and statm. */
import type { Guest } from '../guest.js'
import type { Process } from '../processes.js'
import { memoryOf } from './proc-pid-memory.js'
import { comm, isKernelThread } from './proc-pid-names.js'
import { groupOf, sessionOf, terminalOf } from './proc-pid-terminal.js'
import { ticks } from './ticks.js'

const PAGE_KB = 4
const SIGCHLD = 17
const NO_LIMIT = '18446744073709551615'
const PRIORITY = 20

/** PF_RANDOMIZE, and what tells of root and of the kernel's own (include/linux/sched.h). */
const FLAGS = { user: 0x400000, root: 0x400100, kernel: 0x208040 } as const

export function stateLetter(guest: Guest, process: Process): string {
  if (guest.tasks.current?.pid === process.pid) return 'R'
  const state = guest.processes.stateOf(process)
  // Threads of the kernel that wait for work don't count as load.
  return state === 'S' && isKernelThread(process) && /^(?:kworker|rcu_|mm_percpu)/.test(comm(process)) ? 'I' : state
}

/** Clock ticks since the boot. */
export function startTicks({ clock }: Guest, { startedAt }: Process): bigint {
  const start = ticks(clock.uptime() - clock.inGuest() + startedAt)
  return start > 0n ? start : 0n
}

/** The vCPU that it ran on last. */
export function processorOf({ vcpus }: Guest, { pid }: Process): number {
  const online = vcpus.list().filter(vcpu => vcpu.online)
  return online[pid % online.length]?.id ?? 0
}

/** The bits that `ps -l` shows in its column F are among them. */
export function flagsOf({ users }: Guest, process: Process): number {
  if (isKernelThread(process)) return FLAGS.kernel
  return users.credentials(process.user).uid === 0 ? FLAGS.root : FLAGS.user
}

/** Where it sleeps in the kernel; "0" for one that doesn't. */
export function waitChannel(guest: Guest, process: Process): string {
  const state = stateLetter(guest, process)
  const name = comm(process)
  if (state === 'T') return 'do_signal_stop'
  if (state === 'D') return 'percpu_rwsem_wait'
  if (state === 'I') return name.startsWith('kworker') ? 'worker_thread' : 'rescuer_thread'
  if (state !== 'S') return '0'
  if (isKernelThread(process)) return name === 'kthreadd' ? 'kthreadd' : 'smpboot_thread_fn'
  if (/^(?:sleep|cron|crond)$/.test(name)) return 'hrtimer_nanosleep'
  if (/^(?:bash|dash|sh|login|su|sudo)$/.test(name)) return 'do_wait'
  if (/^(?:agetty|getty|dhclient)$/.test(name)) return 'do_select'
  return /^(?:sshd|qemu-ga|python3)$/.test(name) ? 'do_sys_poll' : 'do_epoll_wait'
}

export function stat(guest: Guest, process: Process): string {
  const { pid, ppid } = process
  const terminal = terminalOf(guest, process)
  const memory = memoryOf(guest, process)
  const zeros = (count: number): number[] => Array(count).fill(0)
  // proc(5), by the numbers of its fields.
  return `${[
    ...[pid, `(${comm(process)})`, stateLetter(guest, process), ppid, groupOf(process), sessionOf(process)],
    ...[terminal?.number ?? 0, terminal?.foreground ?? -1, flagsOf(guest, process)],
    ...zeros(4), // 10: page faults
    ...[ticks(guest.activity.userTime(process)), ...zeros(3)], // 14: utime and the times that nothing is spent on
    ...[PRIORITY, 0, memory.threads, 0], // 18: priority, nice, num_threads, itrealvalue
    ...[startTicks(guest, process), memory.size * 1024, memory.resident / PAGE_KB, NO_LIMIT], // 22
    ...zeros(12), // 26: addresses and signals
    ...[SIGCHLD, processorOf(guest, process)], // 38
    ...zeros(12), // 40: real time, delays, guests, addresses
    exitCode(process), // 52
  ].join(' ')}\n`
}

export function statm(guest: Guest, process: Process): string {
  const { size, resident, anonymous, text, data, stack } = memoryOf(guest, process)
  const fields = [size, resident, resident - anonymous, text, 0, data + stack, 0]
  return `${fields.map(field => field / PAGE_KB).join(' ')}\n`
}

/** As wait(2) encodes it, of a zombie. */
function exitCode({ ending }: Process): number {
  if (ending === undefined) return 0
  return 'signal' in ending ? ending.signal : ending.exitCode << 8
}
