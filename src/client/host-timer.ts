/** Time-outs by the host's clock: the agent at the other end may be a real one. */
import type { ClientTimer } from './options.js'

export const hostTimer: ClientTimer = {
  after(milliseconds, run) {
    const timeout = setTimeout(run, milliseconds)
    return () => clearTimeout(timeout)
  },
}
