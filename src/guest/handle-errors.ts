import type { Errno } from './errno.js'

/** A handle that was never given out, or is closed. */
export class UnknownHandle extends Error {
  override readonly name = 'UnknownHandle'
  readonly handle: bigint

  constructor(handle: bigint) {
    super(`there is no handle ${handle}`)
    this.handle = handle
  }
}

/** A mode that is not one of fopen(3)'s, spelt exactly. */
export class InvalidMode extends Error {
  override readonly name = 'InvalidMode'
  readonly mode: string

  constructor(mode: string) {
    super(`"${mode}" is not a mode of fopen(3)`)
    this.mode = mode
  }
}

export type HandleStep = 'read' | 'write' | 'seek' | 'flush' | 'close'

/**
 * An operation on a handle failed; `step` says at what, which need not be what was asked for. Without an errno it is the
 * stream's error flag that was still up from a failed flush, while the operation itself went well: the agent then names
 * the step only ("failed to read file").
 */
export class HandleError extends Error {
  override readonly name = 'HandleError'
  readonly step: HandleStep
  readonly errno: Errno | undefined

  constructor(step: HandleStep, errno: Errno | undefined) {
    super(errno ? `${step}: ${errno.message}` : step)
    this.step = step
    this.errno = errno
  }
}
