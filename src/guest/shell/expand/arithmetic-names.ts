/** Variables and elements as arithmetic names them. */

import type { Names } from '../arithmetic/names.js'
import { ShellError } from '../control.js'
import type { Shell } from '../shell.js'
import { elementsEnd } from './lookup.js'
import { inDialect } from './set-parameter.js'

type Calculate = (names: Names, text: string) => bigint

export function shellNames(shell: Shell, error: Names['error'], calculate: Calculate): Names {
  const { variables } = shell
  const names: Names = { error, get, set }

  function get(name: string, subscript: string | undefined): string | undefined {
    const text = subscript === undefined ? variables.text(name) : elementText(name, subscript)
    if (text === undefined && shell.options.has('nounset') && shell.dialect.isBash) {
      shell.unbound(subscript === undefined ? name : `${name}[${subscript}]`)
    }
    return text
  }

  function set(name: string, subscript: string | undefined, text: string): void {
    inDialect(shell, () => {
      if (subscript === undefined) variables.set(name, text)
      else if (variables.get(name)?.entries !== undefined) variables.setEntry(name, withoutQuotes(subscript), text)
      else variables.setElement(name, indexOf(name, subscript), text)
    })
  }

  function elementText(name: string, subscript: string): string | undefined {
    const variable = variables.get(name)
    if (variable?.entries !== undefined) return variable.entries.get(withoutQuotes(subscript))
    const index = indexOf(name, subscript)
    return variable?.elements === undefined ? (index === 0 ? variable?.text : undefined) : variable.elements.get(index)
  }

  function indexOf(name: string, subscript: string): number {
    const index = Number(calculate(names, subscript))
    const place = index < 0 ? index + elementsEnd(variables.get(name)) : index
    if (place < 0) throw new ShellError(`${name}[${subscript}]: bad array subscript`, { endsLine: true })
    return place
  }

  return names
}

function withoutQuotes(text: string): string {
  return text.replace(/^(['"])(.*)\1$/s, '$2')
}
