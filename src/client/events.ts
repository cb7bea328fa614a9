/** What a client does, for a log or a time line. Data is latin1: one character a byte. */
import type { TimeoutPhase } from './errors.js'
import { type Line, marked, type Scrap } from './line-reader.js'

/**
 * Why bytes of the agent were discarded:
 *
 * - `unasked`: nothing was being asked for; among them replies that come after their time-out.
 * - `stale`: a whole reply, but to something earlier: it came before the answer to our sync.
 * - `partial`: the beginning of a reply that was never finished.
 * - `complaint`: the agent's error about the 0xFF in front of our sync, or about what that byte made it drop.
 * - `duplicate`: the answer to our sync, once more.
 * - `noise`: nothing that an agent says.
 */
export type DiscardReason = 'unasked' | 'stale' | 'partial' | 'complaint' | 'duplicate' | 'noise'

/**
 * Why a command that answers only failures counts as done: the agent went on to the sync behind it, the connection has
 * ended, or nothing came until the time-out. Only the first says that the agent has read the command.
 */
export type SilenceReason = 'synced' | 'disconnected' | 'timeout'

export type ClientEvent =
  | { readonly type: 'connected' }
  /** A sync and the command behind it leave in one write. */
  | { readonly type: 'sent'; readonly command: string; readonly syncId: bigint; readonly data: string }
  /** `data` is their beginning, of `bytes` in all. */
  | { readonly type: 'discarded'; readonly why: DiscardReason; readonly data: string; readonly bytes: number }
  /** The answer to our sync is here: what comes next is ours. */
  | { readonly type: 'synced'; readonly syncId: bigint }
  /** The reply, with the 0xFF in front if it has one. */
  | { readonly type: 'received'; readonly command: string; readonly data: string }
  | {
      readonly type: 'timeout'
      readonly command: string
      readonly phase: TimeoutPhase
      readonly milliseconds: number
    }
  /** No failure of a command was heard that answers only failures: its call resolves. */
  | { readonly type: 'silent'; readonly command: string; readonly because: SilenceReason }
  | { readonly type: 'disconnected'; readonly why: string }

/** Undefined: nobody looks, and events need not be made. */
export type Tell = ((event: ClientEvent) => void) | undefined

/** Whoever looks at the events takes nothing of the client with it when it throws, but is told. */
export function telling(listener: Tell): Tell {
  return (
    listener &&
    (event => {
      try {
        listener(event)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    })
  )
}

/** @param isDelimited There was a 0xFF in front of it. */
export function tellDiscarded(tell: Tell, scrap: Scrap, why: DiscardReason, isDelimited = false): void {
  const bytes = scrap.bytes + (isDelimited ? 1 : 0)
  if (bytes > 0) tell?.({ type: 'discarded', why, data: marked(scrap.head, isDelimited), bytes })
}

const REPLY = /^\s*\{\s*"(?:return|error)"\s*:/
const COMPLAINT = /\{\s*"error"\s*:.*(?:JSON parse error|Invalid JSON syntax)/s

/** Why a line that came before the answer to our sync is not ours. */
export function whyNotOurs({ head }: Scrap): DiscardReason {
  const text = head.toString('latin1')
  if (!REPLY.test(text)) return 'noise'
  const complaint = COMPLAINT.exec(text)
  if (complaint === null) return 'stale'
  // Half a reply has no line feed: the complaint stands right behind it.
  return text.slice(0, complaint.index).trim() === '' ? 'complaint' : 'partial'
}

/** Whether the agent complains there about what is no JSON. */
export function hasComplaint({ before, shown }: Line): boolean {
  return [before, shown].some(({ head }) => COMPLAINT.test(head.toString('latin1')))
}

/** Why a line that has no end is not ours. */
export function whyNotWhole({ head }: Scrap): DiscardReason {
  return /^\s*\{/.test(head.toString('latin1')) ? 'partial' : 'noise'
}
