/** Programs that a scenario may have, and that nobody means: what they say is likely to be something else. */
import { readUnixMatch } from '../guest/scenario-programs/naming.js'
import { readMatch } from '../guest/windows/match.js'
import { toUserConfigs } from './account-config.js'
import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import { known } from './findings.js'
import { isMap, type Path } from './path.js'
import type { ProgramInput } from './program-schema.js'
import type { ScenarioInput } from './schema.js'
import { shadowedPrograms } from './shadowed-programs.js'
import { nanoseconds } from './units.js'

export function programWarnings(document: ScenarioInput): Finding[] {
  const { programs = [] } = document
  const isWindows = familyOf(document) === 'windows'
  const read = isWindows ? readMatch : readUnixMatch
  const accounts = isWindows ? undefined : toUserConfigs(document).map(({ name }) => name)
  return [
    ...programs.flatMap((program, index) => {
      const path = ['programs', index]
      return [
        ...quotes(program, path, read),
        ...unknownUser(program, path, accounts),
        ...countedTwice(program, path),
        ...withoutUnit(program, path),
      ]
    }),
    ...shadowedPrograms(programs, read),
  ]
}

/** What they are given is a line with quotes of its own. */
const SHELL = /(?:^|[\\/])(?:(?:ba|da|a|z|k)?sh|su|sudo|env|ssh|cmd|powershell|pwsh)(?:\.exe)?$/i
const QUOTE = /(?:^|[\s=])["']/

function quotes({ match }: ProgramInput, path: Path, read: typeof readMatch): Finding[] {
  if (match === undefined) return []
  const { name, args } = read(match)
  if (SHELL.test(name) || !QUOTE.test(args)) return []
  const expected = 'the words as the program gets them, joined by blanks'
  const hint = 'Quotes are for shells; here they stand for themselves.'
  return [{ path: [...path, 'match'], expected, got: JSON.stringify(match), hint }]
}

function unknownUser({ user }: ProgramInput, path: Path, accounts: readonly string[] | undefined): Finding[] {
  if (user === undefined || accounts === undefined) return []
  return known([...path, 'user'], user, accounts, 'a name of users, or of who is made by then')
}

function countedTwice({ nth, times }: ProgramInput, path: Path): Finding[] {
  if (nth === undefined || times === undefined) return []
  const hint = 'nth alone says which calls, and so how many.'
  return [{ path: [...path, 'times'], expected: 'nth or times', got: 'both', hint }]
}

/** Below a millisecond nobody times a program; a plain 5 was meant to be seconds. */
const LEAST = 1_000_000n
const DURATIONS = ['after', 'output', 'repeat', 'while'] as const
const TIMES = /^(?:after|every|from|to|mean|deviation|p[\d.]+)$/

function withoutUnit(program: ProgramInput, path: Path): Finding[] {
  return DURATIONS.flatMap(key => plainNumbers(program[key], [...path, key]))
}

function plainNumbers(data: unknown, path: Path): Finding[] {
  if (Array.isArray(data)) return data.flatMap((element, index) => plainNumbers(element, [...path, index]))
  if (isMap(data)) return Object.entries(data).flatMap(([key, value]) => plainNumbers(value, [...path, key]))
  const isPlain = TIMES.test(String(path.at(-1))) && /^[1-9]\d*$/.test(String(data))
  if (!isPlain || nanoseconds(String(data)) >= LEAST) return []
  return [{ path, expected: `a duration with its unit such as ${data}s`, got: `${data}, which is nanoseconds` }]
}
