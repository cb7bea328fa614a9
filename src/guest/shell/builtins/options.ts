/** Options of builtins: letters behind a minus sign, as getopt(3) reads them. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { failed, refuseOption, usage } from './failing.js'

export class Options {
  readonly #given = new Map<string, string>()
  /** What follows the options. */
  rest: readonly string[] = []

  set(letter: string, value: string): void {
    // The last one counts.
    this.#given.delete(letter)
    this.#given.set(letter, value)
  }

  has(letter: string): boolean {
    return this.#given.has(letter)
  }

  value(letter: string): string | undefined {
    return this.#given.get(letter)
  }

  /** Which of these was given last. */
  last(...letters: readonly string[]): string | undefined {
    return [...this.#given.keys()].findLast(letter => letters.includes(letter))
  }
}

/**
 * Reads them. `letters`: each, with a colon behind those that take a value. A number is what was refused with, and has
 * been complained of.
 */
export function* readOptions(
  shell: Shell,
  name: string,
  args: readonly string[],
  letters: string,
): Generator<Wait, Options | number, void> {
  const options = new Options()
  let at = 0
  for (; at < args.length; at++) {
    const word = args[at] ?? ''
    if (!/^-./s.test(word)) break
    if (word === '--') {
      at++
      break
    }
    for (let index = 1; index < word.length; index++) {
      const letter = word.charAt(index)
      const place = letter === ':' ? -1 : letters.indexOf(letter)
      if (place === -1) return yield* refuseOption(shell, name, `-${letter}`)
      if (letters[place + 1] !== ':') {
        options.set(letter, '')
        continue
      }
      const value = index + 1 < word.length ? word.slice(index + 1) : args[++at]
      if (value === undefined) return yield* withoutValue(shell, name, letter)
      options.set(letter, value)
      break
    }
  }
  options.rest = args.slice(at)
  return options
}

function* withoutValue(shell: Shell, name: string, letter: string): Generator<Wait, number, void> {
  if (!shell.dialect.isBash) throw yield* failed(shell, name, `No arg for -${letter} option`)
  yield* shell.complain(`${name}: -${letter}: option requires an argument`)
  return yield* usage(shell, name)
}
