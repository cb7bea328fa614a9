/** W32Time: told to, it sets system time right some seconds later. What is right the hardware clock knew in the beginning. */
import type { Clock, Timer } from '../clock.js'
import type { InterfaceConfig } from '../config.js'
import type { TimeServiceConfig } from './config.js'

/** When it will, in nanoseconds of the guest; undefined: nobody has told it to. */
export type TimeServiceSnapshot = bigint | undefined

interface Machine {
  readonly clock: Clock
  readonly interfaces: { list(): readonly InterfaceConfig[] }
  /** Its service is. */
  isRunning(): boolean
  /** Windows keeps the hardware clock at system time. */
  setClocks(to: bigint): void
}

/** HRESULT_FROM_WIN32(ERROR_SERVICE_NOT_ACTIVE): what w32tm.exe exits with. */
export const SERVICE_NOT_ACTIVE = 0x8007_0426

export class TimeService {
  readonly #config: TimeServiceConfig
  readonly #machine: Machine
  /** What time it was when the VM was created, nanoseconds since the epoch. */
  readonly #origin: bigint
  #at: bigint | undefined
  #timer: Timer | undefined

  constructor(config: TimeServiceConfig, machine: Machine) {
    this.#config = config
    this.#machine = machine
    this.#origin = machine.clock.rtc() - machine.clock.monotonic()
  }

  get isRunning(): boolean {
    return this.#machine.isRunning()
  }

  /** As InternetGetConnectedState tells it. */
  get hasInternet(): boolean {
    return this.#config.hasInternet ?? this.#machine.interfaces.list().some(it => it.up && it.addresses.some(isGlobal))
  }

  /** `w32tm /resync /nowait`: it begins, and whoever asked goes on. */
  resync(): void {
    this.#timer?.cancel()
    this.#at = this.#machine.clock.inGuest() + this.#config.syncTakes
    this.#arm()
  }

  /** As after a boot. */
  boot(): void {
    this.#timer?.cancel()
    this.#at = undefined
  }

  snapshot(): TimeServiceSnapshot {
    return this.#at
  }

  /** The clock must have been restored before: it has forgotten the timer. */
  restore(at: TimeServiceSnapshot): void {
    this.#at = at
    if (at !== undefined) this.#arm()
  }

  #arm(): void {
    const { clock } = this.#machine
    this.#timer = clock.after((this.#at ?? 0n) - clock.inGuest(), () => {
      this.#at = undefined
      if (this.hasInternet) this.#machine.setClocks(this.#origin + clock.monotonic())
    })
  }
}

/** Neither the loopback's nor one of the link alone. */
function isGlobal({ address }: { readonly address: string }): boolean {
  return !/^(?:127\.|169\.254\.|::1$|fe[89ab])/.test(address)
}
