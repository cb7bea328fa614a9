/** What find(1) is asked for, as a tree. */
import type { FileStat } from '../../../files/stat.js'
import type { Wait } from '../../../wait.js'

export interface Visited {
  /** As it is printed. */
  readonly path: string
  readonly stat: FileStat
  readonly depth: number
  /** The starting point it was found below. */
  readonly start: string
}

export interface Walk {
  /** What is below shall not be looked at. */
  isPruned: boolean
  hasQuit: boolean
}

export type Test = (file: Visited, walk: Walk) => Generator<Wait, boolean, void>

export function and(parts: readonly Test[]): Test {
  return function* (file, walk) {
    for (const part of parts) if (!(yield* part(file, walk))) return false
    return true
  }
}

export function or(parts: readonly Test[]): Test {
  return function* (file, walk) {
    for (const part of parts) if (yield* part(file, walk)) return true
    return false
  }
}

export function not(part: Test): Test {
  return function* (file, walk) {
    return !(yield* part(file, walk))
  }
}

/** The last one's value. */
export function list(parts: readonly Test[]): Test {
  return function* (file, walk) {
    let value = true
    for (const part of parts) value = yield* part(file, walk)
    return value
  }
}

/** One that needs not wait. */
export function plain(test: (file: Visited, walk: Walk) => boolean): Test {
  // biome-ignore lint/correctness/useYield: it has the form of those that wait
  return function* (file, walk) {
    return test(file, walk)
  }
}
