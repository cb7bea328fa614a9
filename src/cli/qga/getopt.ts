/** An option of a command line, as getopt_long(3) wants it told. */
export interface OptionSpec {
  readonly key: string
  /** One letter. */
  readonly short?: string
  /** Without the dashes. */
  readonly long: readonly string[]
  /** `optional`: only attached to the option (-Fpath, --fsfreeze-hook=path). */
  readonly argument: 'none' | 'required' | 'optional'
  /** Its long form can't be cut short, and is no reason why another one's can't. */
  readonly exact?: boolean
}

export interface ParsedOption {
  readonly key: string
  readonly value?: string
}

/** getopt's complaint, without the name of the program in front. */
export class GetoptError extends Error {}

/**
 * The options of a command line in order, one at a time: like getopt_long(3), what stands before a bad option is acted
 * upon before the bad one is met. Words that are no options are skipped wherever they stand; `--` ends the options.
 * Long options may be cut short while they stay unique.
 *
 * @param complain Told what is wrong, in the wording of glibc; if it returns, the bad option is passed over. Without it
 *   the first one is thrown.
 * @throws GetoptError
 */
export function* getopt(
  args: readonly string[],
  specs: readonly OptionSpec[],
  complain: (error: GetoptError) => void = fail,
): Generator<ParsedOption, void> {
  const words = [...args]
  for (let word = words.shift(); word !== undefined && word !== '--'; word = words.shift()) {
    try {
      if (word.startsWith('--')) yield longOption(word.slice(2), words, specs)
      else if (word.startsWith('-') && word !== '-') yield* shortOptions(word.slice(1), words, specs)
    } catch (error) {
      if (!(error instanceof GetoptError)) throw error
      complain(error)
    }
  }
}

function fail(error: GetoptError): never {
  throw error
}

function* shortOptions(cluster: string, words: string[], specs: readonly OptionSpec[]): Generator<ParsedOption, void> {
  for (let at = 0; at < cluster.length; at++) {
    const letter = cluster[at] ?? ''
    const spec = specs.find(({ short }) => short === letter)
    if (!spec) throw new GetoptError(`invalid option -- '${letter}'`)
    if (spec.argument === 'none') {
      yield { key: spec.key }
      continue
    }
    const attached = cluster.slice(at + 1)
    const value = attached !== '' ? attached : spec.argument === 'required' ? words.shift() : undefined
    if (value === undefined && spec.argument === 'required') {
      throw new GetoptError(`option requires an argument -- '${letter}'`)
    }
    yield { key: spec.key, ...(value !== undefined && { value }) }
    return
  }
}

function longOption(word: string, words: string[], specs: readonly OptionSpec[]): ParsedOption {
  const equals = word.indexOf('=')
  const typed = equals === -1 ? word : word.slice(0, equals)
  const { name, spec } = findLong(typed, word, specs)
  if (equals !== -1) {
    if (spec.argument === 'none') throw new GetoptError(`option '--${name}' doesn't allow an argument`)
    return { key: spec.key, value: word.slice(equals + 1) }
  }
  if (spec.argument !== 'required') return { key: spec.key }
  const value = words.shift()
  if (value === undefined) throw new GetoptError(`option '--${name}' requires an argument`)
  return { key: spec.key, value }
}

function findLong(typed: string, word: string, specs: readonly OptionSpec[]): { name: string; spec: OptionSpec } {
  const all = specs.flatMap(spec => spec.long.map(name => ({ name, spec })))
  const exact = all.find(({ name }) => name === typed)
  if (exact) return exact
  const candidates = all.filter(({ name, spec }) => name.startsWith(typed) && spec.exact !== true)
  const [first] = candidates
  if (!first) throw new GetoptError(`unrecognized option '--${word}'`)
  if (candidates.some(({ spec }) => spec !== first.spec)) {
    const possibilities = candidates.map(({ name }) => `'--${name}'`).join(' ')
    throw new GetoptError(`option '--${word}' is ambiguous; possibilities: ${possibilities}`)
  }
  return first
}
