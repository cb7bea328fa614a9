/** Options as getopt_long(3) of glibc reads them. */

export interface GivenOption {
  /** The first name of its declaration. */
  readonly name: string
  readonly value: string | undefined
  /** As it was written: -R, --recursive. */
  readonly written: string
}

/** What was given, in order. */
export class GivenOptions {
  readonly list: readonly GivenOption[]
  readonly operands: readonly string[]

  constructor(list: readonly GivenOption[], operands: readonly string[]) {
    this.list = list
    this.operands = operands
  }

  has(name: string): boolean {
    return this.list.some(option => option.name === name)
  }

  /** The value of the last one of that name. */
  value(name: string): string | undefined {
    return this.list.findLast(option => option.name === name)?.value
  }

  /** Which of the names was given last. */
  last(...names: readonly string[]): string | undefined {
    return this.list.findLast(option => names.includes(option.name))?.name
  }
}

interface Declared {
  readonly name: string
  readonly short: readonly string[]
  readonly long: readonly string[]
  readonly value: 'none' | 'required' | 'optional'
}

/**
 * Reads arguments (without argv[0]). An option is declared by its names, one letter or long, with `=` at the end if it
 * takes a value and `?` if it may: 'a,all', 'n,lines=', 'I,iso-8601?'. Long names may be cut short; options and operands
 * may be mixed unless `stopEarly`; `--` ends the options. Returns getopt's complaint if there is one.
 */
export function readOptions(
  args: readonly string[],
  declared: readonly string[],
  stopEarly: boolean,
): GivenOptions | string {
  const options = declared.map(declare)
  const list: GivenOption[] = []
  const operands: string[] = []
  const pending = [...args]
  for (let arg = pending.shift(); arg !== undefined; arg = pending.shift()) {
    if (arg === '--') break
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg)
      if (stopEarly) break
      continue
    }
    const wrong = arg.startsWith('--') ? readLong(arg.slice(2)) : readShort(arg.slice(1))
    if (wrong !== undefined) return wrong
  }
  return new GivenOptions(list, [...operands, ...pending])

  function readShort(cluster: string): string | undefined {
    for (let rest = cluster; rest !== ''; ) {
      const letter = rest.charAt(0)
      rest = rest.slice(1)
      const option = options.find(({ short }) => short.includes(letter))
      if (option === undefined) return `invalid option -- '${letter}'`
      if (option.value === 'none') {
        list.push({ name: option.name, value: undefined, written: `-${letter}` })
        continue
      }
      const value = rest !== '' ? rest : option.value === 'required' ? pending.shift() : undefined
      if (value === undefined && option.value === 'required') return `option requires an argument -- '${letter}'`
      list.push({ name: option.name, value, written: `-${letter}` })
      return undefined
    }
    return undefined
  }

  function readLong(text: string): string | undefined {
    const [given = ''] = text.split('=', 1)
    const inline = text.length > given.length ? text.slice(given.length + 1) : undefined
    const found = findLong(options, given)
    if (typeof found === 'string') return found
    const { option, long } = found
    if (option.value === 'none' && inline !== undefined) return `option '--${long}' doesn't allow an argument`
    const value = inline ?? (option.value === 'required' ? pending.shift() : undefined)
    if (option.value === 'required' && value === undefined) return `option '--${long}' requires an argument`
    list.push({ name: option.name, value, written: `--${long}` })
    return undefined
  }
}

/** Every tool has them, and mockvm's have no help of their own. */
const EVERYWHERE = ['help', 'version']

/** What is read of a tool that knows some of its options and does the others not yet. */
export function knownOptions(declared: readonly string[], others: readonly string[]): readonly string[] {
  const own = new Set(declared.flatMap(text => declare(text).long))
  return [...declared, ...others, ...EVERYWHERE.filter(name => !own.has(name))]
}

/** Which of those that were given isn't done, as it was written. */
export function undoneOption(given: GivenOptions, declared: readonly string[]): string | undefined {
  const done = new Set(declared.map(text => declare(text).name))
  return given.list.find(({ name }) => !done.has(name))?.written
}

function declare(text: string): Declared {
  const names = text.replace(/[=?]$/, '').split(',')
  return {
    name: names[0] ?? '',
    short: names.filter(name => name.length === 1),
    long: names.filter(name => name.length > 1),
    value: text.endsWith('=') ? 'required' : text.endsWith('?') ? 'optional' : 'none',
  }
}

function findLong(options: readonly Declared[], given: string): { option: Declared; long: string } | string {
  const all = options.flatMap(option => option.long.map(long => ({ option, long })))
  const candidates = all.filter(({ long }) => long.startsWith(given))
  const found = candidates.find(({ long }) => long === given) ?? candidates[0]
  if (found === undefined) return `unrecognized option '--${given}'`
  const ambiguous = found.long !== given && candidates.some(({ option }) => option !== found.option)
  if (!ambiguous) return found
  return `option '--${given}' is ambiguous; possibilities: ${candidates.map(({ long }) => `'--${long}'`).join(' ')}`
}
