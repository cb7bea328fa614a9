/** Tickets, and the tokens against forged requests that go with them: signed texts of who, and of when. */
import { createHmac } from 'node:crypto'
import { hex8 } from '../node-time.js'

/** Seconds that they are good for. */
const LIFETIME = 7200

export class Tickets {
  readonly #key: string
  readonly #now: () => number

  /** @param now Seconds since the epoch, modulo 2 to the power of 32. */
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
    return hex8(this.#now())
  }

  /** One of the future is from before a VM was put back: whoever has logged in then stays so. */
  #isFresh(timestamp: string): boolean {
    const age = (this.#now() - Number.parseInt(timestamp, 16)) | 0
    return age < LIFETIME
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
