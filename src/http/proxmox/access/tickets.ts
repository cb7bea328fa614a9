/** Tickets, and the tokens against forged requests that go with them: signed texts of who, and of when. */
import { createHmac } from 'node:crypto'

/** Seconds that they are good for; clocks of nodes may differ by some. */
const LIFETIME = 7200
const EARLIEST = -300

export class Tickets {
  readonly #key: string
  readonly #now: () => number

  /** @param now Seconds since the epoch. */
  constructor(key: string, now: () => number) {
    this.#key = key
    this.#now = now
  }

  ticket(user: string): string {
    const plain = `PVE:${user}:${this.#timestamp()}`
    return `${plain}::${this.#signature(plain)}`
  }

  csrfToken(user: string): string {
    const timestamp = this.#timestamp()
    return `${timestamp}:${this.#digest(timestamp, user)}`
  }

  /** Whose it is; undefined for one that is made up or too old. */
  userOf(ticket: string): string | undefined {
    const match = /^(PVE:([^:]+):([\dA-F]{8}))::(.*)$/s.exec(ticket)
    if (match === null) return undefined
    const [, plain = '', user, timestamp = '', signature] = match
    return signature === this.#signature(plain) && this.#isFresh(timestamp) ? user : undefined
  }

  isCsrfToken(token: string, user: string): boolean {
    const match = /^([\dA-F]{8}):(.*)$/s.exec(token)
    if (match === null) return false
    const [, timestamp = '', digest] = match
    return digest === this.#digest(timestamp, user) && this.#isFresh(timestamp)
  }

  #timestamp(): string {
    return this.#now().toString(16).toUpperCase().padStart(8, '0')
  }

  #isFresh(timestamp: string): boolean {
    const age = this.#now() - Number.parseInt(timestamp, 16)
    return age > EARLIEST && age < LIFETIME
  }

  /** As long as one of RSA with 2048 bits. */
  #signature(plain: string): string {
    const parts = [0, 1, 2, 3].map(part => createHmac('sha512', this.#key).update(`${part}:${plain}`).digest())
    return Buffer.concat(parts).toString('base64')
  }

  #digest(timestamp: string, user: string): string {
    const digest = createHmac('sha256', this.#key).update(`${timestamp}:${user}`).digest('base64')
    return digest.replace(/=+$/, '')
  }
}
