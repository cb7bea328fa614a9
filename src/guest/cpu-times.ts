/** What each processor did with its time, as /proc/stat tells it. Programs that run are at the first processors online. */

/** In the order of the columns of /proc/stat. */
export const CPU_STATES = [
  'user',
  'nice',
  'system',
  'idle',
  'iowait',
  'irq',
  'softirq',
  'steal',
  'guest',
  'guestNice',
] as const

export type CpuState = (typeof CPU_STATES)[number]

/** Nanoseconds. */
export type CpuTime = Readonly<Record<CpuState, bigint>>

export const NO_TIME = Object.fromEntries(CPU_STATES.map(state => [state, 0n])) as CpuTime

export interface CpuTimesSnapshot {
  /** Uptime up to which it is counted, nanoseconds. */
  readonly at: bigint
  readonly running: number
  readonly online: readonly boolean[]
  readonly times: readonly CpuTime[]
  readonly share: Share
}

/** What each of the running programs got of a processor since the boot, up to some uptime. Nanoseconds. */
interface Share {
  readonly at: bigint
  readonly got: bigint
}

export class CpuTimes {
  readonly #uptime: () => bigint
  #at: bigint
  #running = 0
  #online: readonly boolean[]
  #times: readonly CpuTime[]
  #share: Share

  /** `start`: what each processor has done at the start; whether it is online. `uptime`: nanoseconds since the boot. */
  constructor(start: readonly { readonly times: CpuTime; readonly online: boolean }[], uptime: () => bigint) {
    this.#uptime = uptime
    this.#at = uptime()
    this.#online = start.map(({ online }) => online)
    this.#times = start.map(({ times }) => times)
    this.#share = { at: this.#at, got: 0n }
  }

  /** By the ids of the processors, those that are offline too: theirs stand still. */
  get(): readonly CpuTime[] {
    this.#settle()
    return this.#times
  }

  /**
   * What a program got that has run since the boot: a whole processor, or an equal part of those that are online when
   * there are more programs. Nanoseconds.
   */
  get share(): bigint {
    const { at, got } = this.#share
    const programs = BigInt(this.#running)
    const processors = BigInt(this.#online.filter(isOnline => isOnline).length)
    const passed = this.#uptime() - at
    return got + (programs > processors ? (passed * processors) / programs : passed)
  }

  /** From now on so many programs run, on processors that are online or not. */
  setRunning(running: number, online: readonly boolean[]): void {
    this.#settle()
    // Only here, so that what is rounded doesn't depend on who asks when.
    this.#share = { at: this.#at, got: this.share }
    this.#running = running
    this.#online = online
  }

  /** The guest has booted: nothing was done yet. */
  boot(): void {
    this.#at = this.#uptime()
    this.#times = this.#times.map(() => NO_TIME)
    this.#share = { at: this.#at, got: 0n }
  }

  snapshot(): CpuTimesSnapshot {
    return { at: this.#at, running: this.#running, online: this.#online, times: this.#times, share: this.#share }
  }

  restore({ at, running, online, times, share }: CpuTimesSnapshot): void {
    this.#at = at
    this.#running = running
    this.#online = online
    this.#times = times
    this.#share = share
  }

  #settle(): void {
    const now = this.#uptime()
    const passed = now - this.#at
    this.#at = now
    let busy = this.#running
    this.#times = this.#times.map((time, id) => {
      if (this.#online[id] !== true) return time
      const state = busy-- > 0 ? 'user' : 'idle'
      return { ...time, [state]: time[state] + passed }
    })
  }
}
