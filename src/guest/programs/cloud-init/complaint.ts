/** What is wrong with how it was called, in the words of argparse. */
import type { Wait } from '../../wait.js'
import { type Console, Exit } from '../streaming/console.js'
import { type GivenArguments, readArguments } from './arguments.js'

export const SUBCOMMANDS = [
  ...['init', 'modules', 'single', 'query', 'dhclient-hook', 'features', 'analyze', 'devel', 'collect-logs', 'clean'],
  ...['status', 'schema'],
]

const USAGES: Readonly<Record<string, readonly string[]>> = {
  '': ['[-h] [--version] [--file FILES] [--debug] [--force]', `{${SUBCOMMANDS.join(',')}}`, '...'],
  clean: ['[-h] [-l] [--machine-id] [-r] [-s]'],
  query: ['[-h] [-d] [-i INSTANCE_DATA] [-l]', '[-u USER_DATA] [-v VENDOR_DATA] [-a]', '[-f FORMAT]', '[varname]'],
  status: ['[-h] [--format {json,tabular,yaml}] [-l]', '[-w]'],
}

/** A script is told its path, however it was called. */
export function pathOf({ task }: Console): string {
  const given = task.argv[0] ?? ''
  return given.includes('/') ? given : `/usr/bin/${given}`
}

export function* complain(console: Console, message: string, subcommand = ''): Generator<Wait, never, void> {
  const name = `${pathOf(console)} ${subcommand}`.trimEnd()
  const head = `usage: ${name} `
  const usage = (USAGES[subcommand] ?? []).join(`\n${' '.repeat(head.length)}`)
  yield* console.say(`${head}${usage}\n${name}: error: ${message}\n`)
  throw new Exit(2)
}

/** What the real one can and this one can't yet. */
export function* notSimulated(console: Console, what: string): Generator<Wait, never, void> {
  yield* console.say(`cloud-init: mockvm doesn't do ${what} yet\n`)
  throw new Exit(1)
}

/** The arguments of a subcommand that takes at most so many operands. */
export function* subcommandArguments(
  console: Console,
  subcommand: string,
  { args, declared, most = 0 }: { args: readonly string[]; declared: readonly string[]; most?: number },
): Generator<Wait, GivenArguments, void> {
  const given = readArguments(args, ['-h,--help', ...declared])
  if (typeof given === 'string') return yield* complain(console, given, subcommand)
  if (given.options.has('-h')) return yield* notSimulated(console, `${subcommand} --help`)
  const tooMuch = [...given.unknown, ...given.operands.slice(most)]
  // The order in which they stood.
  const unrecognized = args.filter(arg => tooMuch.includes(arg))
  if (unrecognized.length > 0) yield* complain(console, `unrecognized arguments: ${unrecognized.join(' ')}`)
  return given
}
