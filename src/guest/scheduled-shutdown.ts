import type { PowerState } from './changes.js'
import type { Clock, Timer } from './clock.js'
import type { Journal } from './journal.js'
import type { Power } from './power.js'

/** What logind knows of a shutdown to come. */
export interface Scheduled {
  readonly action: ShutdownAction
  /** In nanoseconds on the guest's monotonic clock. */
  readonly at: bigint
}

export type ShutdownAction = keyof typeof ACTIONS

const ACTIONS = {
  poweroff: { state: 'off', words: 'power off' },
  halt: { state: 'halted', words: 'halt' },
  reboot: { state: 'rebooting', words: 'reboot' },
} as const satisfies Readonly<Record<string, { readonly state: PowerState; readonly words: string }>>

interface Machine {
  readonly clock: Clock
  readonly power: Power
  readonly journal: Journal
}

/** One shutdown at most, which comes when its time has come: a later one takes its place. */
export class ScheduledShutdown {
  readonly #machine: Machine
  #scheduled: Scheduled | undefined
  #timer: Timer | undefined

  constructor(machine: Machine) {
    this.#machine = machine
  }

  get(): Scheduled | undefined {
    return this.#scheduled
  }

  /** `delay` in nanoseconds of the guest's time. */
  schedule(action: ShutdownAction, delay: bigint): void {
    this.#set({ action, at: this.#machine.clock.inGuest() + delay })
  }

  cancel(): void {
    this.#set(undefined)
  }

  snapshot(): Scheduled | undefined {
    return this.#scheduled
  }

  restore(scheduled: Scheduled | undefined): void {
    this.#set(scheduled)
  }

  #set(scheduled: Scheduled | undefined): void {
    const { clock } = this.#machine
    this.#timer?.cancel()
    this.#timer = undefined
    this.#scheduled = scheduled
    if (scheduled === undefined) return
    this.#timer = clock.after(scheduled.at - clock.inGuest(), () => {
      this.#scheduled = undefined
      if (this.#machine.power.state !== 'running') return
      const { state, words } = ACTIONS[scheduled.action]
      const message = `The system will ${words} now!`
      this.#machine.journal.log({ identifier: 'systemd-logind', unit: 'systemd-logind.service', message })
      this.#machine.power.request(state)
    })
  }
}
