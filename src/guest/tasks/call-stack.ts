/**
 * Generators that call each other without a frame of the host's stack for each: how deep a script may go is then the same
 * on every host.
 */
import type { Wait } from '../wait.js'

type Frame = Generator<Wait, unknown, unknown>

/** What is yielded in place of a wait: the stack runs it before whoever has yielded it goes on. */
class Call {
  readonly frame: Frame

  constructor(frame: Frame) {
    this.frame = frame
  }
}

/** As `yield*`, for what may be nested deeply: functions of shells and of awk. */
export function* called<T>(body: Generator<Wait, T, void>): Generator<Wait, T, void> {
  const result: unknown = yield new Call(body as Frame) as unknown as Wait
  return result as T
}

export class CallStack<T> {
  readonly #frames: Frame[]
  #isInside = false

  constructor(body: Generator<Wait, T, void>) {
    this.#frames = [body as Frame]
  }

  /** Up to the next wait. Throws what the outermost throws. */
  next(): IteratorResult<Wait, T> {
    let resume = (frame: Frame) => frame.next()
    for (;;) {
      const result = this.#run(resume)
      if ('error' in result) {
        if (this.#frames.length === 0) throw result.error
        resume = frame => frame.throw(result.error)
      } else if (result.done) {
        if (this.#frames.length === 0) return result as IteratorReturnResult<T>
        resume = frame => frame.next(result.value)
      } else if (result.value instanceof Call) {
        this.#frames.push(result.value.frame)
        resume = frame => frame.next()
      } else return result
    }
  }

  /** Ends all of them, the innermost first, as `return` of a generator does. One of them that calls it has to throw. */
  return(): void {
    if (this.#isInside) return
    for (let frame = this.#frames.pop(); frame !== undefined; frame = this.#frames.pop()) frame.return(undefined)
  }

  #run(
    resume: (frame: Frame) => IteratorResult<Wait, unknown>,
  ): IteratorResult<Wait, unknown> | { readonly error: unknown } {
    const frame = this.#frames.at(-1)
    if (frame === undefined) throw new Error('a stack that has come to its end goes on')
    this.#isInside = true
    try {
      const result = resume(frame)
      if (result.done) this.#frames.pop()
      return result
    } catch (error) {
      this.#frames.pop()
      return { error }
    } finally {
      this.#isInside = false
    }
  }
}
