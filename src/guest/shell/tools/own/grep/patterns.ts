/** The patterns that grep is given, in its arguments and in files. */
import { Errno } from '../../../../errno.js'
import type { GivenOptions } from '../../../../programs/options.js'
import { type Console, Exit } from '../../../../programs/streaming/console.js'
import { eachLine } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import { toText } from '../../text.js'
import type { LocaleText } from '../locale-text.js'
import { PatternError } from '../posix-regex.js'
import { type Match, matcher, type PatternSettings } from './pattern.js'

export const TROUBLE = 2

/** Takes the first of the operands where no option gives patterns. */
export function* patternsOf(
  console: Console,
  options: GivenOptions,
  operands: string[],
): Generator<Wait, string[], void> {
  const given = options.list.filter(({ name }) => name === 'e' || name === 'f')
  if (given.length === 0) {
    const first = operands.shift()
    if (first !== undefined) return first.split('\n')
    yield* console.say(
      `Usage: ${console.name} [OPTION]... PATTERNS [FILE]...\nTry '${console.name} --help' for more information.\n`,
    )
    throw new Exit(TROUBLE)
  }
  const patterns: string[] = []
  for (const { name, value = '' } of given) {
    if (name === 'e') patterns.push(...value.split('\n'))
    else patterns.push(...(yield* patternsIn(console, value)))
  }
  return patterns
}

function* patternsIn(console: Console, file: string): Generator<Wait, string[], void> {
  const patterns: string[] = []
  try {
    // biome-ignore lint/correctness/useYield: it has the form of what may wait.
    yield* eachLine(console.task, file, function* (line) {
      patterns.push(toText(line).replace(/\n$/, ''))
      return true
    })
    return patterns
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* console.fail(`${file}: ${error.text}`, TROUBLE)
  }
}

/** `mode`: the syntax where no option says another. */
export function* searchFor(
  console: Console,
  options: GivenOptions,
  patterns: readonly string[],
  { mode, text }: { readonly mode: PatternSettings['mode']; readonly text: LocaleText },
): Generator<Wait, (line: string) => readonly Match[], void> {
  try {
    return matcher(
      patterns.map(pattern => text.fromWord(pattern)),
      {
        mode: (options.last('E', 'F', 'G', 'P') ?? mode) as PatternSettings['mode'],
        ignoresCase: options.last('i', 'no-ignore-case') === 'i',
        bounds: options.has('x') ? 'line' : options.has('w') ? 'word' : 'none',
      },
    )
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return yield* console.fail(error.message, TROUBLE)
  }
}
