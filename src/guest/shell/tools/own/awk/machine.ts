/** What the parts that run an awk program need of each other. */
import type { Console } from '../../../../programs/streaming/console.js'
import type { Wait } from '../../../../wait.js'
import type { LocaleText } from '../locale-text.js'
import type { MainInput } from './main-input.js'
import type { AwkRecord } from './record.js'
import type { Regexes } from './regexes.js'
import type { Streams } from './streams.js'
import type { AwkFunction, Expression, Statement } from './tree.js'
import type { Value } from './values.js'
import type { Variables } from './variables.js'

export type Work<T> = Generator<Wait, T, void>

/** What leaves a statement before its end. */
export type Jump = undefined | 'break' | 'continue' | 'next' | 'nextfile' | 'return'

/** The exit code of what goes wrong. */
export const FAILED = 2

/** Characters that are gone through in one step of work. */
const CHARACTERS_A_STEP = 1024

/** To be called for a text that is gone through: a long one is work. */
export function* goThrough({ console }: Machine, text: string): Work<void> {
  if (text.length >= CHARACTERS_A_STEP) yield* console.task.work(Math.floor(text.length / CHARACTERS_A_STEP))
}

export interface Machine {
  readonly console: Console
  readonly functions: ReadonlyMap<string, AwkFunction>
  readonly isGawk: boolean
  readonly text: LocaleText
  readonly variables: Variables
  readonly regexes: Regexes
  readonly record: AwkRecord
  readonly streams: Streams
  readonly input: MainInput
  /** What the last function returned. */
  returned: Value
  /** What srand() was given last. */
  seed: number
  evaluate(expression: Expression): Work<Value>
  execute(statement: Statement): Work<Jump>
}
