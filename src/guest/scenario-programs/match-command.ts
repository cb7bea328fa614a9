/** Which entries of a scenario's `programs` are for a command line. */
import type { ProgramConfig } from '../config.js'
import { wildcard } from '../wildcard.js'
import { type Captures, capturesOf, joinCaptures, NO_CAPTURES } from './captures.js'
import { matchArguments } from './match-arguments.js'
import type { Naming } from './naming.js'
import { matchText } from './text-pattern.js'

/** An entry that may answer a call: whether it does depends on more than the command line. */
export interface Candidate {
  /** Of `programs`. */
  readonly index: number
  readonly program: ProgramConfig
  readonly captures: Captures
}

/** In the order of the scenario. `argv` as the program gets it. */
export function candidates(programs: readonly ProgramConfig[], naming: Naming, argv: readonly string[]): Candidate[] {
  return programs.flatMap((program, index) => {
    const captures = matchCommand(program, naming, argv.slice(1))
    return captures === undefined ? [] : [{ index, program, captures }]
  })
}

function matchCommand(program: ProgramConfig, naming: Naming, args: readonly string[]): Captures | undefined {
  const { match, path, argv, regex } = program
  if (path !== undefined && !naming.isAt(path)) return undefined
  if (regex !== undefined) return matchRegex(path === undefined ? fromTheStart(regex) : regex, naming, args)
  if (argv !== undefined) return matchList(argv, naming, args)
  if (match !== undefined && !matchLine(match, naming, args)) return undefined
  return NO_CAPTURES
}

function matchLine(match: string, naming: Naming, args: readonly string[]): boolean {
  const wanted = naming.readMatch(match)
  return isNamed(wanted.name, naming) && wildcard(wanted.args).test(args.join(' '))
}

function isNamed(name: string, { spellings, fold }: Naming): boolean {
  return spellings.some(spelling => fold(spelling) === fold(name))
}

/** Without a path: what stands in the words of a shell, `bash -c 'pg_dump x | gzip'`, is the shell's to run. */
function fromTheStart(regex: string): string {
  return `^(?:${regex})`
}

function matchRegex(regex: string, { spellings }: Naming, args: readonly string[]): Captures | undefined {
  const expression = new RegExp(regex)
  for (const name of spellings) {
    const found = expression.exec([name, ...args].join(' '))
    if (found !== null) return capturesOf(found)
  }
  return undefined
}

function matchList(
  [first = '', ...rest]: NonNullable<ProgramConfig['argv']>,
  { spellings, fold }: Naming,
  args: readonly string[],
): Captures | undefined {
  const names = typeof first === 'string' ? spellings.map(fold) : spellings
  const pattern = typeof first === 'string' ? fold(first) : first
  const named = names.map(name => matchText(pattern, name)).find(found => found !== undefined)
  const found = named && matchArguments(rest, args)
  return found && joinCaptures([named, found])
}
