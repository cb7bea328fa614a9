/** Setting what an expansion or arithmetic names. */
import { ShellError } from '../control.js'
import type { Shell } from '../shell.js'
import { isName } from '../variables.js'
import type { Found } from './lookup.js'

/** ${x:=word}. Throws ShellError. */
export function setParameter(shell: Shell, { name, shown, subscript, variable }: Found, text: string): void {
  if (!isName(name)) {
    if (shell.dialect.isBash) throw new ShellError(`$${name}: cannot assign in this way`, { endsLine: true })
    throw new ShellError(`${name}: bad variable name`, { status: 2, isFatal: true })
  }
  if (subscript === '@' || subscript === '*') throw new ShellError(`${shown}: bad array subscript`, { endsLine: true })
  inDialect(shell, () => {
    if (subscript === undefined) shell.variables.set(name, text)
    else if (variable?.entries !== undefined) shell.variables.setEntry(name, subscript, text)
    else shell.variables.setElement(name, Number(subscript), text)
  })
}

/** dash words it otherwise that a variable is readonly, and ends. */
export function inDialect(shell: Shell, set: () => void): void {
  try {
    set()
  } catch (error) {
    if (!(error instanceof ShellError) || shell.dialect.isBash) throw error
    throw new ShellError(error.message.replace(/: readonly variable$/, ': is read only'), { status: 2, isFatal: true })
  }
}
