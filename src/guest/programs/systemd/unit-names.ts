/** Units as the operands of systemctl name them. */

import { unitName } from '../../services/unit.js'
import type { Unit } from '../../services.js'
import type { Tool } from '../tool.js'

export interface Named {
  /** As it was asked for, with its kind. */
  readonly name: string
  readonly unit: Unit | undefined
}

export function namedUnit(tool: Tool, operand: string): Named {
  return { name: unitName(operand), unit: tool.guest.services.get(operand) }
}

/** Those that a pattern of the shell fits, of all that are loaded; a plain name even if there is no such unit. */
export function matchingUnits(tool: Tool, operand: string): readonly Named[] {
  const { services } = tool.guest
  if (!/[*?[]/.test(operand)) return [namedUnit(tool, operand)]
  const expression = globExpression(unitName(operand))
  const fitting = services.list().filter(({ name }) => expression.test(name))
  return fitting.map(unit => ({ name: unit.name, unit }))
}

/** Whether it fits one of the patterns; with none every name does. */
export function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some(pattern => globExpression(pattern).test(name))
}

/** fnmatch(3) without flags. */
export function globExpression(pattern: string): RegExp {
  const parts = pattern.match(/\[!?[^\]]+\]|./gs) ?? []
  const expression = parts.map(part => {
    if (part === '*') return '.*'
    if (part === '?') return '.'
    if (part.length > 1 && part.startsWith('[')) return part.replace(/^\[!/, '[^').replace(/\\/g, '\\\\')
    return part.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
  })
  try {
    return new RegExp(`^${expression.join('')}$`, 's')
  } catch {
    return /(?!)/
  }
}
