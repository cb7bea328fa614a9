/** For how long the API waits for which command of an agent. */

const MILLISECONDS: Readonly<Record<string, number>> = {
  'guest-fsfreeze-freeze': 3_600_000,
  'guest-fsfreeze-thaw': 180_000,
  'guest-fstrim': 600_000,
  'guest-shutdown': 600_000,
}

const OTHERS = 5000

/** The guest-ping before a call. */
export const PING_TIMEOUT = 3000

/** A guest-fsfreeze-status after a freeze that has timed out, and how many of them there are. */
export const STATUS_TIMEOUT = 600_000
export const MOST_STATUSES = 5

/** In milliseconds. */
export function timeoutOf(command: string): number {
  return MILLISECONDS[command] ?? OTHERS
}
