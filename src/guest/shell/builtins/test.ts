import { TestError } from '../../programs/test-error.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { BashTest } from './test-bash.js'
import { DashTest } from './test-dash.js'

const WRONG = 2

export const test: Builtin = (shell, args, name) => conclude(shell, args, name)

export const bracket: Builtin = function* (shell, args, name) {
  if (args.at(-1) !== ']') return yield* refuse(shell, name, shell.dialect.isBash ? "missing `]'" : 'missing ]', WRONG)
  return yield* conclude(shell, args.slice(0, -1), name)
}

function* conclude(shell: Shell, words: readonly string[], name: string): Generator<Wait, number, void> {
  try {
    const expression = shell.dialect.isBash ? new BashTest(shell, words) : new DashTest(shell, words)
    return expression.evaluate() ? 0 : 1
  } catch (error) {
    if (!(error instanceof TestError)) throw error
    return yield* refuse(shell, name, error.message, WRONG)
  }
}
