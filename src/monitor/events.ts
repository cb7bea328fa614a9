/** What QEMU tells its monitors, as they print it: names and members are those of the protocol. */

export type ShutdownCause =
  | 'guest-shutdown'
  | 'guest-reset'
  | 'guest-panic'
  | 'host-qmp-quit'
  | 'host-qmp-system-reset'
  | 'host-signal'

export interface Cause {
  /** The guest has brought it about. */
  readonly guest: boolean
  readonly reason: ShutdownCause
}

export type QemuEvent =
  | { readonly event: 'STOP' | 'RESUME' | 'POWERDOWN' | 'SUSPEND' | 'SUSPEND_DISK' | 'WAKEUP' }
  | { readonly event: 'SHUTDOWN' | 'RESET'; readonly data: Cause }
  | { readonly event: 'GUEST_PANICKED'; readonly data: { readonly action: 'pause' | 'poweroff' | 'run' } }
  /** `id`: of the device, "channel0". */
  | { readonly event: 'VSERPORT_CHANGE'; readonly data: { readonly id: string; readonly open: boolean } }
  /** `offset`: seconds by which the hardware clock is ahead of where the host expects it. */
  | { readonly event: 'RTC_CHANGE'; readonly data: { readonly offset: number; readonly 'qom-path': string } }
  | { readonly event: 'MIGRATION'; readonly data: { readonly status: string } }
  /** `pass`: how often the guest's memory has been gone through. */
  | { readonly event: 'MIGRATION_PASS'; readonly data: { readonly pass: number } }

/** One of them in the trace. */
export type QemuTraceEvent = { readonly type: 'qemu' } & QemuEvent

/** What passes over a monitor: latin1, one character a byte; monitors are known by the labels of their chardevs. */
export type MonitorTraceEvent =
  | { readonly type: 'monitor'; readonly monitor: string; readonly what: 'connect' | 'disconnect' }
  | { readonly type: 'monitor'; readonly monitor: string; readonly what: 'in' | 'out'; readonly data: string }
