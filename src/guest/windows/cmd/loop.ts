/** `for`: its body for every value. */
import type { Wait } from '../../wait.js'
import { fieldsOfLines, type LineOptions, readLineOptions } from './line-fields.js'
import { filesBelow, filesOf, numbersOf } from './loop-items.js'
import type { Running, Shell } from './shell.js'
import type { Loop } from './statement.js'
import { errorText } from './texts.js'
import { unquoted, words } from './words.js'

export interface LoopParts {
  readonly loop: Loop
  readonly variable: string
  readonly set: string
}

/** `output` runs a command line and gives what it prints. */
export function* runLoop(
  shell: Shell,
  { loop, variable, set }: LoopParts,
  body: () => Running,
  output: (line: string) => Generator<Wait, string, void>,
): Running {
  if (loop.over === 'lines') return yield* runLines(shell, loop.options, variable, set, body, output)
  const values =
    loop.over === 'numbers'
      ? numbersOf(set)
      : loop.over === 'tree'
        ? filesBelow(shell, loop.root, set)
        : filesOf(shell, set, loop.over)
  // What the body makes or removes is not gone over; numbers may have no end.
  const list = loop.over === 'numbers' ? values : [...values]
  return yield* each(
    shell,
    variable,
    (function* () {
      for (const value of list) yield [value]
    })(),
    body,
  )
}

/** The fields go into the variables from that letter on. */
function* each(shell: Shell, variable: string, rows: Iterable<readonly string[]>, body: () => Running): Running {
  const before = new Map(shell.loops)
  let code = 0
  try {
    for (const row of rows) {
      yield* shell.task.work()
      for (const [index, value] of row.entries()) {
        shell.loops.set(String.fromCharCode(variable.charCodeAt(0) + index), value)
      }
      code = yield* body()
    }
  } finally {
    shell.loops.clear()
    for (const [letter, value] of before) shell.loops.set(letter, value)
  }
  return code
}

function* runLines(
  shell: Shell,
  text: string,
  variable: string,
  set: string,
  body: () => Running,
  output: (line: string) => Generator<Wait, string, void>,
): Running {
  const options = readLineOptions(text)
  if (options === undefined) {
    yield* shell.complain(`${text} was unexpected at this time.`)
    return 1
  }
  const source = yield* linesOf(shell, set.trim(), options, output)
  if (source === undefined) return 1
  return yield* each(shell, variable, fieldsOfLines(source, options), body)
}

/** The text to cut: of a command, a string or files. */
function* linesOf(
  shell: Shell,
  set: string,
  { usesBackQuotes }: LineOptions,
  output: (line: string) => Generator<Wait, string, void>,
): Generator<Wait, string | undefined, void> {
  const [, command] = (usesBackQuotes ? /^`(.*)`$/s : /^'(.*)'$/s).exec(set) ?? []
  if (command !== undefined) return yield* output(command)
  const [, string] = (usesBackQuotes ? /^'(.*)'$/s : /^"(.*)"$/s).exec(set) ?? []
  if (string !== undefined) return string
  const texts: string[] = []
  for (const word of words(set)) {
    try {
      texts.push(Buffer.from(shell.disk.read(shell.path(unquoted(word)))).toString('utf8'))
    } catch (error) {
      errorText(error)
      yield* shell.complain(`The system cannot find the file ${unquoted(word)}.`)
      return undefined
    }
  }
  return texts.join('')
}
