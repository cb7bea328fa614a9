/**
 * What a program of the scenario brings about that is not the guest's to do or to know: the time line's actions (an agent
 * that ends, a fault that is added) and the faults' distributions. The VM, which knows them all, gives this to its guest;
 * a guest without a VM around it lets nothing happen, and no time pass.
 */
import type { DrawnDuration, Effect } from '../config.js'
import type { RandomStream } from '../random.js'

export interface Outside {
  /**
   * Does them in order, at once but for what they put off themselves. Has nobody to throw at. `origin`: where the scenario
   * says so.
   */
  perform(effects: readonly Effect[], origin: string): void
  /** Nanoseconds. */
  draw(duration: DrawnDuration, chance: RandomStream): bigint
}

export const NOWHERE: Outside = { perform: () => {}, draw: () => 0n }
