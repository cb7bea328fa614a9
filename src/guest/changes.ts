/** What happened to the guest's state: the guest tells, the trace shows. Times are nanoseconds. */
export type GuestChange =
  | { readonly what: 'time'; readonly from: bigint; readonly to: bigint }
  | { readonly what: 'rtc'; readonly to: bigint }
  | { readonly what: 'freeze'; readonly mount: string; readonly frozen: boolean }
  | { readonly what: 'trim'; readonly mount: string; readonly bytes: bigint }
  | { readonly what: 'vcpu'; readonly id: number; readonly online: boolean }
  | { readonly what: 'memory-block'; readonly index: bigint; readonly online: boolean }
  /** What it is like now: addresses with their prefix, "192.168.122.10/24". */
  | { readonly what: 'interface'; readonly name: string; readonly addresses: readonly string[]; readonly up: boolean }
  | { readonly what: 'password'; readonly user: string }
  | { readonly what: 'file-open'; readonly handle: bigint; readonly path: string; readonly mode: string }
  | { readonly what: 'file-close'; readonly handle: bigint; readonly path: string }
  | { readonly what: 'process-start'; readonly pid: number; readonly argv: readonly string[] }
  | {
      readonly what: 'process-end'
      readonly pid: number
      readonly exitCode?: number
      readonly signal?: number
    }
  /** A unit of systemd: what it is now; `done` says what else was done to it. */
  | {
      readonly what: 'service'
      readonly unit: string
      readonly active: string
      readonly sub: string
      readonly done?: 'reloaded'
    }
  | {
      readonly what: 'package'
      readonly name: string
      readonly done: 'installed' | 'upgraded' | 'removed'
      readonly version: string
    }
  | { readonly what: 'power'; readonly from: PowerState; readonly to: PowerState }

/**
 * What the guest does. `rebooting` ends with a reset, after which it is `booting` if that takes time; `shutting-down` lies
 * before `off`, `halted` and `rebooting` if that takes time.
 */
export const POWER_STATES = [
  'running',
  'shutting-down',
  'rebooting',
  'booting',
  'off',
  'halted',
  'suspended-ram',
  'suspended-disk',
  'panicked',
] as const

export type PowerState = (typeof POWER_STATES)[number]

export type OnChange = (change: GuestChange) => void
