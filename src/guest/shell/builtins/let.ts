import { evaluate } from '../arithmetic/evaluate.js'
import { ShellError } from '../control.js'
import { type Builtin, refuse } from './builtin.js'

export const letAll: Builtin = function* (shell, args, name) {
  const words = args[0] === '--' ? args.slice(1) : args
  if (words.length === 0) return yield* refuse(shell, name, 'expression expected')
  let result = 0n
  for (const text of words) {
    try {
      result = yield* evaluate(shell, text)
    } catch (error) {
      if (!(error instanceof ShellError)) throw error
      return yield* refuse(shell, name, error.message)
    }
  }
  return result === 0n ? 1 : 0
}
