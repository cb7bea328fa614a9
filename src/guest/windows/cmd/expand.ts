/** Variables in the text of a line: `%NAME%` and the arguments of a script as it is read, `!NAME!` as it is executed. */
import { substitute } from './substitute.js'

export type Lookup = (name: string) => string | undefined

/** What a script was called with. */
export interface Arguments {
  /** `%1`; '' past the last. `%0` is how the script was named. */
  at(index: number): string
  /** `%*` */
  readonly all: string
  /** `%~dp0`: see modified. */
  modified(index: number, modifiers: string): string
}

/** With `args` it is a line of a script: `%%` is a per cent sign there, and a variable that isn't set is nothing. */
export function expandPercent(line: string, variable: Lookup, args?: Arguments): string {
  let text = ''
  for (let at = 0; at < line.length; ) {
    const next = line.indexOf('%', at)
    if (next === -1) return text + line.slice(at)
    text += line.slice(at, next)
    const rest = line.slice(next)
    const [length, value] = (args && argument(rest, args)) ?? named(rest, variable, args !== undefined)
    text += value
    at = next + length
  }
  return text
}

type Expansion = readonly [length: number, value: string]

function argument(rest: string, args: Arguments): Expansion | undefined {
  if (rest.startsWith('%%')) return [2, '%']
  if (rest.startsWith('%*')) return [2, args.all]
  const [whole, modifiers, digit = ''] = /^%(~[a-z]*)?(\d)/i.exec(rest) ?? []
  if (whole === undefined) return undefined
  const value = modifiers === undefined ? args.at(Number(digit)) : args.modified(Number(digit), modifiers.slice(1))
  return [whole.length, value]
}

function named(rest: string, variable: Lookup, isScript: boolean): Expansion {
  const nothing: Expansion = isScript ? [1, ''] : [1, '%']
  const end = rest.indexOf('%', 1)
  if (end <= 1) return nothing
  const [, name = '', operation] = /^([^:]*)(?::(.*))?$/s.exec(rest.slice(1, end)) ?? []
  // The colon may belong to the name.
  const value = variable(name)
  if (value === undefined || name === '') {
    const whole = operation === undefined ? undefined : variable(`${name}:${operation}`)
    if (whole !== undefined) return [end + 1, whole]
    if (!isScript) return nothing
    // Of a name that isn't set only itself is taken away, and what was to be done with its value stays.
    return operation === undefined || name === '' ? [end + 1, ''] : [name.length + 2, '']
  }
  if (operation === undefined) return [end + 1, value]
  const changed = value === '' ? '' : substitute(value, operation)
  return changed === undefined ? nothing : [end + 1, changed]
}

/** Only where there is an exclamation mark do carets count. */
export function expandDelayed(text: string, variable: Lookup): string {
  if (!text.includes('!')) return text
  return text.replace(/\^(.?)|!([^!]*)!|!/gs, (_whole, escaped?: string, name?: string) => {
    if (escaped !== undefined) return escaped
    return name === undefined || name === '' ? '' : delayedValue(name, variable)
  })
}

function delayedValue(text: string, variable: Lookup): string {
  const [, name = '', operation] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? []
  const value = variable(name)
  if (value === undefined) return (operation !== undefined && variable(text)) || ''
  return operation === undefined ? value : (substitute(value, operation) ?? '')
}
