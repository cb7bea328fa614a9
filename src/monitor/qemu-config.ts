/** The QEMU process around a guest, as its command line would say it: plain data, complete. */

/** How the machine stands when the VM is created: the guest is up, or is about to boot, or waits for `cont` (-S). */
export const QEMU_STARTS = ['up', 'boot', 'paused'] as const
export type QemuStart = (typeof QEMU_STARTS)[number]

/** What follows when that device tells of a panic: QEMU stops the vCPUs, ends, or lets it be. */
export const CONFIGURED_PANIC_ACTIONS = ['pause', 'shutdown', 'exit-failure', 'none'] as const
export type PanicAction = (typeof CONFIGURED_PANIC_ACTIONS)[number]

/** How -smp arranges the vCPUs. */
export interface CpuTopology {
  readonly sockets: number
  /** Of a socket. */
  readonly cores: number
  /** Of a core. */
  readonly threads: number
}

/** How long a migration takes, in nanoseconds of the host. */
export interface MigrationPace {
  /** While the guest still runs. */
  readonly duration: bigint
  /** While it stands still. */
  readonly downtime: bigint
}

export interface QemuConfig {
  /** "7.2.22": as query-version tells it, and by it what QEMU answers differently. */
  readonly version: string
  /** What the distribution says beside it: "Debian 1:7.2+dfsg-7+deb12u18+b3"; empty without one. */
  readonly package: string
  /** -name; undefined without it. */
  readonly name?: string
  /** -uuid; undefined without it. */
  readonly uuid?: string
  /** -machine: "pc-i440fx-7.2". */
  readonly machineType: string
  /** Of -smp; undefined: one socket with a core for each vCPU. */
  readonly topology?: CpuTopology
  /** With `incoming`, "paused" is that the guest which arrives does not run at once. */
  readonly start: QemuStart
  /** -incoming: where a guest is to arrive, "unix:PATH" or "tcp:HOST:PORT", or "defer"; undefined without it. */
  readonly incoming?: string
  readonly migration: MigrationPace
  /** -no-shutdown: a guest that powers off leaves the process behind, in the run state `shutdown`. */
  readonly noShutdown: boolean
  /** -no-reboot: a guest that reboots powers off instead. */
  readonly noReboot: boolean
  /** There is a pvpanic device by which a guest tells that its kernel has panicked. */
  readonly hasPanicDevice: boolean
  /** -action panic=; undefined: shutdown. */
  readonly panicAction?: PanicAction
  /** -accel kvm, and not tcg. */
  readonly kvm: boolean
  /** -rtc base=: what the hardware clock shows at the start, nanoseconds since the epoch; undefined: the host's time. */
  readonly rtcBase?: bigint
}
