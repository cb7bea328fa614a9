/**
 * The load averages: how many programs ran or wanted to, averaged exponentially over 1, 5 and 15 minutes. As Linux does,
 * in fixed point and from samples: what begins and ends between two of them was never there.
 */

/** Fixed point: one program is 2,048. */
export const LOAD_UNIT = 2048
/** LOAD_FREQ of a kernel with 250 ticks a second: one tick more than 5 s, so that it doesn't keep step with other things. */
const SAMPLE = 5_004_000_000n
/** LOAD_UNIT / e^(5 s / 1, 5, 15 min) */
const DECAY = [1884, 2014, 2037] as const

/** Over 1, 5 and 15 minutes, in LOAD_UNIT. */
export type Loads = readonly [number, number, number]

/** One of them with two decimals, rounded: "0.75". */
export function loadText(load: number): string {
  const rounded = load + LOAD_UNIT / 200
  const whole = Math.floor(rounded / LOAD_UNIT)
  return `${whole}.${String(Math.floor(((rounded % LOAD_UNIT) * 100) / LOAD_UNIT)).padStart(2, '0')}`
}

export interface LoadAverageSnapshot {
  /** Samples taken since the boot. */
  readonly samples: bigint
  readonly running: number
  readonly loads: Loads
}

export class LoadAverage {
  readonly #uptime: () => bigint
  #samples: bigint
  #running = 0
  #loads: Loads

  /** `start`: the averages at the start. `uptime`: nanoseconds since the boot. */
  constructor(start: readonly [number, number, number], uptime: () => bigint) {
    this.#uptime = uptime
    this.#samples = uptime() / SAMPLE
    this.#loads = eachOf(start, load => Math.round(load * LOAD_UNIT))
  }

  /** The averages now. */
  get(): Loads {
    this.#settle()
    return this.#loads
  }

  /** From now on so many programs run. */
  setRunning(running: number): void {
    this.#settle()
    this.#running = running
  }

  get running(): number {
    return this.#running
  }

  /** The guest has booted: nothing was averaged yet. */
  boot(): void {
    this.#samples = this.#uptime() / SAMPLE
    this.#loads = [0, 0, 0]
  }

  snapshot(): LoadAverageSnapshot {
    return { samples: this.#samples, running: this.#running, loads: this.#loads }
  }

  restore({ samples, running, loads }: LoadAverageSnapshot): void {
    this.#samples = samples
    this.#running = running
    this.#loads = loads
  }

  /** Takes the samples that were due since the last time. */
  #settle(): void {
    const due = this.#uptime() / SAMPLE
    for (; this.#samples < due; this.#samples++) {
      const [one, five, fifteen] = this.#loads
      this.#loads = eachOf(this.#loads, (load, which) => sample(load, DECAY[which] ?? 0, this.#running * LOAD_UNIT))
      // Once nothing changes any more all further samples are alike, however many they are.
      if (this.#loads[0] === one && this.#loads[1] === five && this.#loads[2] === fifteen) this.#samples = due - 1n
    }
  }
}

/** Rounded towards what it tends to, so that it gets there. */
function sample(load: number, decay: number, active: number): number {
  const sum = load * decay + active * (LOAD_UNIT - decay)
  return active >= load ? Math.ceil(sum / LOAD_UNIT) : Math.floor(sum / LOAD_UNIT)
}

function eachOf([one, five, fifteen]: Loads, change: (load: number, which: number) => number): Loads {
  return [change(one, 0), change(five, 1), change(fifteen, 2)]
}
