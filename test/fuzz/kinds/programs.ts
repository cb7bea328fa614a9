/**
 * Arguments for the programs that mockvm plays: with options that it knows, and such that nobody knows. docs/fuzzing.md
 * says what is left out.
 */
import type { Chance } from '../chance.js'
import { changeablePath, readablePath } from '../paths.js'
import { DIR } from '../story.js'
import * as words from './program-words.js'

type Arguments = (chance: Chance) => string[]

const some = <T>(chance: Chance, most: number, make: () => T): T[] => chance.list(chance.size(most + 1), make)
const among = (chance: Chance, most: number, values: readonly string[]) =>
  some(chance, most, () => chance.oneOf(values))
/** Each of them now and then. */
const maybe = (chance: Chance, ...options: string[]): string[] => options.filter(() => chance.once(4))
/** An option that no tool has, seldom. */
const bad = (chance: Chance): string[] => (chance.once(25) ? [chance.oneOf(['-Y', '--no-such-option'])] : [])

const paths = (chance: Chance, most: number) => some(chance, most, () => readablePath(chance))
const sources = (chance: Chance) => some(chance, 4, () => (chance.once(12) ? '-' : readablePath(chance)))
const changeable = (chance: Chance, most: number) => some(chance, most, () => changeablePath(chance))

/** `-n 5`, `-n5`, `--lines=5`, and their like for bytes. */
function counted(chance: Chance): string[] {
  const count = chance.oneOf(words.COUNTS)
  return chance.oneOf([
    ...[['-n', count], [`-n${count}`], [`--lines=${count}`]],
    ...[['-c', count], [`-c${count}`], [`--bytes=${count}`], ['-n'], ['-5'], []],
  ])
}

function testArguments(chance: Chance): string[] {
  const operand = () => chance.oneOf([...words.VALUES, readablePath(chance), `${DIR}/fifo`])
  const primary = () => [chance.oneOf(words.PRIMARIES), operand()]
  switch (chance.below(6)) {
    case 0:
      return []
    case 1:
      return [operand()]
    case 2:
      return [operand(), chance.oneOf(words.COMPARISONS), operand()]
    case 3:
      return ['!', ...primary()]
    case 4:
      return [...primary(), chance.oneOf(['-a', '-o']), ...primary()]
    default:
      return primary()
  }
}

function statArguments(chance: Chance): string[] {
  const format = chance.oneOf(words.STAT_FORMATS)
  const option = chance.once(2) ? ['-c', format] : [`--printf=${format}`]
  return [...maybe(chance, '-L'), ...option, ...bad(chance), ...paths(chance, 2)]
}

function envArguments(chance: Chance): string[] {
  const program = chance.oneOf([[], ['printenv'], ['true'], ['false'], ['no-such']])
  return [...maybe(chance, '-i', '-uHOME', '-0'), ...among(chance, 2, ['A=1', 'B=', 'PATH=/bin', '=x']), ...program]
}

/** A program with some of its options and some operands. */
function tool(options: string, operands: Arguments): Arguments {
  const names = options.split(' ').filter(name => name !== '')
  return chance => [...maybe(chance, ...names), ...bad(chance), ...operands(chance)]
}

export const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  true: chance => among(chance, 1, words.WORDS),
  false: chance => among(chance, 1, words.WORDS),
  echo: chance => [...maybe(chance, '-n', '-e', '-E', '-ne'), ...among(chance, 4, words.WORDS)],
  printf: chance => [chance.oneOf(words.PRINTF_FORMATS), ...among(chance, 4, words.VALUES)],
  cat: tool('-n -b -s -E -T -v -A -e -t', sources),
  head: chance => [...counted(chance), ...maybe(chance, '-q', '-v'), ...sources(chance)],
  tail: chance => [...counted(chance), ...maybe(chance, '-q', '-v'), ...sources(chance)],
  wc: tool('-l -w -c -m -L --lines --bytes', sources),
  basename: tool('-a -z', chance => among(chance, 2, words.FILE_NAMES)),
  dirname: tool('-z', chance => among(chance, 2, words.FILE_NAMES)),
  pwd: tool('-P -L', () => []),
  readlink: tool('-f -e -m -n -v -z', chance => paths(chance, 2)),
  realpath: tool('-e -m -q -z', chance => paths(chance, 2)),
  test: testArguments,
  '[': chance => [...testArguments(chance), ...(chance.once(10) ? [] : [']'])],
  env: envArguments,
  printenv: tool('-0', chance => among(chance, 2, ['HOME', 'PATH', 'LANG', 'NONE', 'A', ''])),
  whoami: tool('', () => []),
  id: tool('', chance => chance.oneOf([['-u'], ['-un'], ['-g'], ['-gn'], ['-u', 'root'], ['no-such-user']])),
  uname: tool('-s -n -r -m -o -v -i -p -a', () => []),
  stat: statArguments,
  // Its working directory is the machine's root.
  ls: tool('-a -A -1 -d -F -p -r -S', chance => [readablePath(chance), ...paths(chance, 1)]),
  date: chance => [...maybe(chance, '-u'), '-d', chance.oneOf(words.DATES), chance.oneOf(words.DATE_FORMATS)],
  touch: tool('-c -a -m', chance => changeable(chance, 2)),
  mkdir: tool('-p -v', chance => changeable(chance, 2)),
  rmdir: tool('-v --ignore-fail-on-non-empty', chance => changeable(chance, 2)),
  // Both -r and -v would show in which order the file system keeps names.
  rm: chance => tool(chance.once(2) ? '-f -r -d' : '-f -v -d', chance => changeable(chance, 2))(chance),
  cp: tool('-f -v -n -p -P -T -L', chance => changeable(chance, 3)),
  mv: tool('-f -v -n -T', chance => changeable(chance, 3)),
  // With one operand it works where the agent is.
  ln: tool('-s -f -v -n -T', chance => [changeablePath(chance), changeablePath(chance)]),
  // Under a name that no program is given to read.
  mkfifo: tool('-m600', chance => among(chance, 2, [`${DIR}/fifo`, `${DIR}/newfifo`, `${DIR}/nodir/fifo`])),
  chmod: chance => [
    ...(chance.once(6) ? ['-R'] : maybe(chance, '-v', '-c')),
    chance.oneOf(words.MODES),
    ...changeable(chance, 2),
  ],
}
