/** Arguments as Python's argparse reads them, of what cloud-init asks for. */

export interface GivenArguments {
  /** The last value of each option by its first name: `true` of one that takes none. */
  readonly options: ReadonlyMap<string, string | true>
  readonly operands: readonly string[]
  /** What no option is, in order. */
  readonly unknown: readonly string[]
}

interface Declared {
  readonly names: readonly string[]
  readonly takesValue: boolean
}

/**
 * Options are declared by their names with dashes, and `=` at the end of one that takes a value: '-l,--long',
 * '--format='. Long names may be cut short. `stopEarly`: the first operand ends them. Returns argparse's complaint if
 * there is one.
 */
export function readArguments(
  args: readonly string[],
  declared: readonly string[],
  { stopEarly = false } = {},
): GivenArguments | string {
  const all = declared.map(declare)
  const options = new Map<string, string | true>()
  const operands: string[] = []
  const unknown: string[] = []
  const pending = [...args]
  for (let arg = pending.shift(); arg !== undefined; arg = pending.shift()) {
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg)
      if (stopEarly) break
      continue
    }
    const isCluster = /^-[^-]/.test(arg)
    const name = isCluster ? arg.slice(0, 2) : (arg.split('=', 1)[0] ?? '')
    const found = find(all, name)
    if (typeof found === 'string') return found
    const rest = isCluster ? arg.slice(2) : arg.slice(name.length)
    if (found === undefined) {
      unknown.push(arg)
    } else if (found.takesValue) {
      const value = rest === '' ? takeValue(pending) : rest.replace(/^=/, '')
      if (value === undefined) return `argument ${found.names.join('/')}: expected one argument`
      options.set(found.names[0] ?? '', value)
    } else {
      options.set(found.names[0] ?? '', true)
      if (isCluster && rest !== '') pending.unshift(`-${rest}`)
      else if (rest !== '') return `argument ${found.names.join('/')}: ignored explicit argument '${rest.slice(1)}'`
    }
  }
  return { options, operands: [...operands, ...(stopEarly ? pending : [])], unknown }
}

function declare(text: string): Declared {
  return { names: text.replace(/=$/, '').split(','), takesValue: text.endsWith('=') }
}

function find(all: readonly Declared[], name: string): Declared | string | undefined {
  const exact = all.find(({ names }) => names.includes(name))
  if (exact !== undefined || !name.startsWith('--')) return exact
  const longer = all.flatMap(it => it.names.filter(long => long.startsWith(name)).map(long => ({ it, long })))
  if (longer.length < 2) return longer[0]?.it
  return `ambiguous option: ${name} could match ${longer.map(({ long }) => long).join(', ')}`
}

/** What begins with a dash is no value. */
function takeValue(pending: string[]): string | undefined {
  return pending[0] === undefined || /^-./.test(pending[0]) ? undefined : pending.shift()
}
