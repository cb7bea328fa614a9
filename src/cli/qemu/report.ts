import type { Writable } from 'node:stream'
import { Clock } from '../../guest/clock.js'

/** The host's time of day, once. */
const HOST_TIME = { mode: 'manual', now: 'host', step: 0n, uptime: 0n, timezone: 'UTC' } as const
const NANOSECONDS_OF_MILLISECOND = 1_000_000n

/** What QEMU says on standard error: the name that it was called by, and what -msg wants in front of it. */
export class Report {
  readonly #stderr: Writable
  readonly #program: string
  /** -msg timestamp=on */
  hasTimestamp = false
  /** -msg guest-name=on */
  guestName: string | undefined
  /** Somebody else has said it already. */
  isMuted = false

  constructor(stderr: Writable, program: string) {
    this.#stderr = stderr
    this.#program = program
  }

  say(text: string): void {
    if (this.isMuted) return
    const time = this.hasTimestamp ? `${timestamp()} ` : ''
    const guest = this.guestName === undefined ? '' : `${this.guestName} `
    this.#stderr.write(`${time}${guest}${this.#program}: ${text}\n`)
  }
}

/** The host's time, nanoseconds since the epoch. */
export function hostTime(): bigint {
  return new Clock(HOST_TIME).now()
}

/** "2026-11-23T03:53:27.443000Z": QEMU has six digits, of which the host's clock fills three here. */
function timestamp(): string {
  return new Date(Number(hostTime() / NANOSECONDS_OF_MILLISECOND)).toISOString().replace('Z', '000Z')
}
