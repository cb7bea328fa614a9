/** print and printf. */
import { FAILED, type Machine, type Work } from './machine.js'
import { joined } from './memory.js'
import type { Statement } from './tree.js'
import { MissingArgument, sprintf, type Value } from './values.js'

export function* print(
  machine: Machine,
  { isFormat, args, redirect }: Extract<Statement, { kind: 'print' }>,
): Work<void> {
  const { variables, record, text } = machine
  const values: Value[] = []
  for (const arg of args) values.push(yield* machine.evaluate(arg))
  let printed: string
  if (isFormat) printed = yield* format(machine, values, 'printf')
  else {
    const shown = args.length === 0 ? [record.line] : values.map(value => variables.shown(value))
    printed = joined([joined(shown, variables.textOf('OFS')), variables.textOf('ORS')], '')
  }
  const bytes = text.encode(printed)
  if (redirect === undefined) yield* machine.console.print(bytes)
  else {
    const to = text.toWord(variables.text(yield* machine.evaluate(redirect.to)))
    yield* machine.streams.write(redirect.operator, to, bytes)
  }
}

/** How mawk tells where its input is. */
export function placeOf({ variables }: Machine): string {
  const [file, fnr, nr] = ['FILENAME', 'FNR', 'NR'].map(each => variables.textOf(each))
  return `\tFILENAME=${JSON.stringify(file)} FNR=${fnr} NR=${nr}`
}

/** `name`: of what formats, for the complaint that there are too few values. */
export function* format(machine: Machine, [first, ...args]: readonly Value[], name: string): Work<string> {
  const { console, variables } = machine
  const shown = variables.text(first)
  try {
    return sprintf(shown, args, value => variables.text(value), machine.isGawk)
  } catch (error) {
    if (!(error instanceof MissingArgument)) throw error
    if (machine.isGawk)
      return yield* console.fail(`fatal: not enough arguments to satisfy format string\n\t\`${shown}'`, FAILED)
    const what = `not enough arguments passed to ${name}("${shown}")`
    return yield* console.fail(`run time error: ${what}\n${placeOf(machine)}`, FAILED)
  }
}
