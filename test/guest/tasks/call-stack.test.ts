import { describe, expect, test } from 'vitest'
import { CallStack, called } from '../../../src/guest/tasks/call-stack.js'
import type { Wait } from '../../../src/guest/wait.js'

type Work<T> = Generator<Wait, T, void>

const now: Wait = resume => resume()

/** Runs it to its end; gives how often it waited, too. */
function finish<T>(stack: CallStack<T>): { readonly value: T; readonly waits: number } {
  let waits = 0
  for (;;) {
    const step = stack.next()
    if (step.done) return { value: step.value, waits }
    waits++
  }
}

test('what is called gives its value to who has called it, and waits as it does', () => {
  function* inner(): Work<number> {
    yield now
    return 20
  }
  function* outer(): Work<number> {
    const first = yield* called(inner())
    yield now
    return first + (yield* called(inner())) + 2
  }
  expect(finish(new CallStack(outer()))).toEqual({ value: 42, waits: 3 })
})

test('calls go as deep as they like', () => {
  function* down(depth: number): Work<number> {
    return depth === 0 ? 0 : 1 + (yield* called(down(depth - 1)))
  }
  expect(finish(new CallStack(down(100_000)))).toEqual({ value: 100_000, waits: 0 })
})

describe('what is thrown', () => {
  function* failing(): Work<number> {
    yield now
    throw new Error('no')
  }

  test('can be caught by who has called it', () => {
    function* careful(): Work<string> {
      try {
        yield* called(failing())
        return 'went well'
      } catch (error) {
        return String(error)
      }
    }
    expect(finish(new CallStack(careful()))).toEqual({ value: 'Error: no', waits: 1 })
  })

  test('leaves the stack if nobody does', () => {
    function* careless(): Work<number> {
      return yield* called(failing())
    }
    expect(() => finish(new CallStack(careless()))).toThrow('no')
  })
})

test('a stack that is given up ends the innermost first', () => {
  const ended: string[] = []
  function* leaving(name: string, then: Work<void>): Work<void> {
    try {
      yield* called(then)
    } finally {
      ended.push(name)
    }
  }
  function* waiting(): Work<void> {
    try {
      yield now
    } finally {
      ended.push('innermost')
    }
  }
  const stack = new CallStack(leaving('outermost', leaving('middle', waiting())))
  stack.next()
  stack.return()
  expect(ended).toEqual(['innermost', 'middle', 'outermost'])
})
