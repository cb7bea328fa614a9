import { CommandFailed } from '../control.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'

export const shift: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const [text = '1', ...more] = args[0] === '--' ? args.slice(1) : args
  if (!/^\s*[+-]?\d+\s*$/.test(text)) {
    if (!isBash) throw yield* failed(shell, name, `Illegal number: ${text}`)
    return yield* refuse(shell, name, `${text}: numeric argument required`)
  }
  if (isBash && more.length > 0) {
    yield* refuse(shell, name, 'too many arguments')
    throw new CommandFailed(1)
  }
  const count = Number(text)
  if (count < 0) {
    if (!isBash) throw yield* failed(shell, name, `Illegal number: ${text}`)
    return yield* refuse(shell, name, `${text}: shift count out of range`)
  }
  if (count > shell.positional.length) {
    if (!isBash) throw yield* failed(shell, name, "can't shift that many")
    if (shell.shopt.has('shift_verbose')) yield* refuse(shell, name, `${text}: shift count out of range`)
    return 1
  }
  shell.positional = shell.positional.slice(count)
  return 0
}
