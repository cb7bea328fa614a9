/** systemctl's verbs that ask for a state and tell it by their exit code as well. */
import type { ActiveState } from '../../services/unit.js'
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'
import { complain } from './refuse.js'
import { matchingUnits, namedUnit } from './unit-names.js'

/** `exitCode`: when none is in one of these states. */
export function checkStates(
  tool: Tool,
  operands: readonly string[],
  options: GivenOptions,
  wanted: readonly ActiveState[],
  exitCode: number,
): void {
  const states = operands.flatMap(operand => matchingUnits(tool, operand).map(({ unit }) => unit?.active ?? 'inactive'))
  if (!options.has('q')) tool.print(states.map(state => `${state}\n`).join(''))
  if (!states.some(state => wanted.includes(state))) throw tool.exit(exitCode)
}

const NOT_ENABLED = new Set(['disabled', 'masked'])

export function isEnabled(tool: Tool, operands: readonly string[], options: GivenOptions): void {
  tool.guest.services.readLinks()
  let isAny = false
  for (const operand of operands) {
    const { unit, name } = namedUnit(tool, operand)
    if (unit === undefined) {
      throw complain(tool, `Failed to get unit file state for ${name}: No such file or directory`)
    }
    const state = unit.name === name ? unit.fileState : 'alias'
    if (!NOT_ENABLED.has(state)) isAny = true
    if (!options.has('q')) tool.print(`${state}\n`)
  }
  if (!isAny) throw tool.exit(1)
}

export function isSystemRunning(tool: Tool, options: GivenOptions): void {
  const state = systemState(tool)
  if (!options.has('q')) tool.print(`${state}\n`)
  if (state !== 'running') throw tool.exit(1)
}

/** As systemd sums it up. */
export function systemState(tool: Tool): string {
  if (tool.guest.power.requested !== undefined) return 'stopping'
  return tool.guest.services.list().some(({ active }) => active === 'failed') ? 'degraded' : 'running'
}
