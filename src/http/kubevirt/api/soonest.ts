/** Time for what concerns several VMs: it has come when it has come for one of them. */
import type { Clock } from '../../../guest/clock.js'

/** One whose client has been forgotten is no reason to keep the process alive. */
const BACKGROUND = { background: true }

/** Runs `run` once; the function that it gives prevents that. */
export function soonest(clocks: readonly Clock[], milliseconds: number, run: () => void): () => void {
  const cancel = () => {
    for (const timer of timers) timer.cancel()
  }
  const nanoseconds = BigInt(milliseconds) * 1_000_000n
  const once = () => {
    cancel()
    run()
  }
  const timers = clocks.map(clock => clock.host(nanoseconds, once, BACKGROUND))
  return cancel
}

/** The same again and again. */
export function every(clocks: readonly Clock[], milliseconds: number, run: () => void): () => void {
  let cancel = () => {}
  const again = () => {
    cancel = soonest(clocks, milliseconds, () => {
      run()
      again()
    })
  }
  again()
  return () => cancel()
}
