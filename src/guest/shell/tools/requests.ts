/** What a text tool waits for: each is served as a system call of the process, which may block. */
import type { Wait } from '../../wait.js'
import type { Deferred } from './sandbox.js'

export interface Request {
  /** It changes files. */
  readonly isWrite: boolean
  readonly serve: () => Generator<Wait, unknown, void>
  readonly deferred: Deferred
}

export interface Timer {
  /** Nanoseconds on the guest's clock. */
  readonly at: bigint
  readonly callback: () => void
}
