/**
 * What a task does between its waits. It goes on in the very moment in which what it waits for comes about, so that a
 * clock that is moved by an hour meets every step at its time.
 */
import type { Clock } from '../../../guest/clock.js'

/** Begins to wait; the function that it gives ends that. */
export type Wait = (wake: () => void) => () => void

export type Steps<Result = void> = Generator<Wait, Result, void>

const SECOND = 1_000_000_000n

/** Looks once a second, as Proxmox VE does, whether it still holds; gives whether it ceased to in less than so many. */
export function* whileFor(clock: Clock, seconds: number, holds: () => boolean): Steps<boolean> {
  let passed = 0
  for (; passed < seconds && holds(); passed++) {
    // The host's process may end meanwhile: nobody would see the rest.
    yield wake => {
      const timer = clock.host(SECOND, wake, { background: true })
      return () => timer.cancel()
    }
  }
  return passed < seconds
}

/** Gives what the promise gives, and throws what it rejects with. */
export function* settled<T>(promise: Promise<T>): Steps<T> {
  let result: (() => T) | undefined
  yield wake => {
    let isAwaited = true
    const settle = (outcome: () => T) => {
      result = outcome
      if (isAwaited) wake()
    }
    promise.then(
      value => settle(() => value),
      error =>
        settle(() => {
          throw error
        }),
    )
    return () => {
      isAwaited = false
    }
  }
  return (result as () => T)()
}
