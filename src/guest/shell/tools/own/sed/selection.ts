/** Whether a command of sed is for the line at hand. */
import type { Wait } from '../../../../wait.js'
import type { Address, Command } from './command.js'
import type { Cycle } from './cycle.js'

export function* isSelected(cycle: Cycle, command: Command): Generator<Wait, boolean, void> {
  const { first, second, isNegated, range } = command
  if (first === undefined) return !isNegated
  let isIn: boolean
  if (second === undefined) isIn = yield* matches(cycle, first)
  else if (range.isOpen) {
    isIn = true
    if (second.kind === 'match') range.isOpen = !(yield* matches(cycle, second))
    else if (second.kind === 'last') range.isOpen = yield* cycle.hasNext()
    else {
      isIn = cycle.line <= range.until
      range.isOpen = cycle.line < range.until
      // The end had gone by already: what begins anew is looked at as the first.
      if (!isIn) isIn = yield* begins(cycle, first, second, range)
    }
  } else isIn = yield* begins(cycle, first, second, range)
  return isIn !== isNegated
}

function* begins(
  cycle: Cycle,
  first: Address,
  second: Address,
  range: Command['range'],
): Generator<Wait, boolean, void> {
  const { line } = cycle
  const isZero = first.kind === 'line' && first.line === 0
  if (isZero ? line !== 1 : !(yield* matches(cycle, first))) return false
  if (isZero && (yield* matches(cycle, second))) return true
  if (second.kind === 'line') range.until = second.line
  else if (second.kind === 'plus') range.until = line + second.count
  else if (second.kind === 'multiple')
    range.until = second.count === 0 ? line : Math.ceil(line / second.count) * second.count
  else {
    range.isOpen = second.kind === 'match' || (yield* cycle.hasNext())
    return true
  }
  range.isOpen = line < range.until
  return true
}

function* matches(cycle: Cycle, address: Address): Generator<Wait, boolean, void> {
  const { line } = cycle
  switch (address.kind) {
    case 'line':
      return line === address.line
    case 'last':
      return !(yield* cycle.hasNext())
    case 'step':
      return address.step === 0
        ? line === address.first
        : line >= address.first && (line - address.first) % address.step === 0
    case 'match': {
      const expression = yield* cycle.expression(address.expression)
      expression.lastIndex = 0
      return expression.test(cycle.space)
    }
    default:
      return false
  }
}
