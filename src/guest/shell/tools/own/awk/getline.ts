/** getline: the next record of the input, of a file or of a command. */
import { Errno } from '../../../../errno.js'
import type { Machine, Work } from './machine.js'
import { assign } from './operands.js'
import type { Expression, Target } from './tree.js'
import { fromOutside } from './values.js'

/** 1 for a record, 0 at the end, -1 for an error. */
export function* getline(
  machine: Machine,
  { target, from, source }: Extract<Expression, { kind: 'getline' }>,
): Work<number> {
  const { variables, streams } = machine
  if (from === 'main') {
    const text = yield* machine.input.next()
    if (text === undefined) return 0
    yield* take(machine, target, text)
    return 1
  }
  const name = machine.text.toWord(variables.text(source === undefined ? '' : yield* machine.evaluate(source)))
  try {
    const reader = from === 'file' ? yield* streams.file(name) : yield* streams.command(name)
    const latin1 = yield* reader.record(machine.record.separator)
    if (latin1 === undefined) return 0
    yield* take(machine, target, machine.text.decodeLatin1(latin1))
    if (from === 'command') variables.put('NR', variables.numberOf('NR') + 1)
    return 1
  } catch (error) {
    if (error instanceof Errno) return -1
    throw error
  }
}

function* take(machine: Machine, target: Target | undefined, text: string): Work<void> {
  if (target === undefined) machine.record.set(text)
  else yield* assign(machine, target, fromOutside(text))
}
