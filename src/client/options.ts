/** What a client can be told, and what it does if it isn't. */
import type { ClientEvent } from './events.js'
import { hostTimer } from './host-timer.js'

export interface ClientTimer {
  /** Runs `run` after so many milliseconds; returns a function that cancels. */
  after(milliseconds: number, run: () => void): () => void
}

export interface ClientOptions {
  /** Milliseconds until the reply to a command has to be there, once the agent has answered the sync: 5000. */
  readonly timeout?: number | undefined
  /** Milliseconds until a connection, and then the answer to the sync, has to be there: as `timeout`. */
  readonly syncTimeout?: number | undefined
  /** Whose time that is: the host's. `vm.timer` is that of a simulated guest. */
  readonly timer?: ClientTimer | undefined
  /** Is told what the client does. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  /** Bytes that a reply may have: 128 MiB, which is more than an agent sends. */
  readonly maxReply?: number | undefined
  /** The id of the first sync, the others count up from it: drawn at random, which no other client has used lately. */
  readonly firstSyncId?: bigint | undefined
}

export interface Settings {
  readonly timeout: number
  readonly syncTimeout: number
  readonly timer: ClientTimer
  readonly onEvent: ((event: ClientEvent) => void) | undefined
  readonly maxReply: number
}

const OPTIONS = [
  'timeout',
  'syncTimeout',
  'timer',
  'onEvent',
  'maxReply',
  'firstSyncId',
] satisfies (keyof ClientOptions)[]
const TIMEOUT = 5000
const MAX_REPLY = 128 << 20
/** Of setTimeout(), which takes more for 1. */
const MAX_DELAY = 2 ** 31 - 1

/** Throws TypeError, which names what was expected and what came. */
export function settingsOf(options: ClientOptions): Settings {
  const unknown = Object.keys(options).find(key => !OPTIONS.some(option => option === key))
  if (unknown !== undefined) {
    throw new TypeError(`AgentClient: expected the options ${OPTIONS.join(', ')}, got "${unknown}"`)
  }
  const timeout = milliseconds('timeout', options.timeout ?? TIMEOUT)
  const { maxReply = MAX_REPLY, firstSyncId = 0n } = options
  if (!(maxReply > 0)) throw new TypeError(`maxReply: expected a number of bytes above 0, got ${maxReply}`)
  if (typeof firstSyncId !== 'bigint' || BigInt.asIntN(64, firstSyncId) !== firstSyncId) {
    throw new TypeError(`firstSyncId: expected a bigint of 64 bits such as 1n, got ${firstSyncId}`)
  }
  return {
    timeout,
    syncTimeout: milliseconds('syncTimeout', options.syncTimeout ?? timeout),
    timer: options.timer ?? hostTimer,
    onEvent: options.onEvent,
    maxReply,
  }
}

/** Throws TypeError for what is no time to wait. */
export function milliseconds(name: string, value: number): number {
  if (value === Number.POSITIVE_INFINITY || (value > 0 && value <= MAX_DELAY)) return value
  throw new TypeError(`${name}: expected milliseconds, above 0 and at most ${MAX_DELAY}, or Infinity, got ${value}`)
}

/** Runs `run` in so many milliseconds, or never if they are infinite. */
export function startTimer(timer: ClientTimer, delay: number, run: () => void): () => void {
  return delay === Number.POSITIVE_INFINITY ? () => {} : timer.after(delay, run)
}
