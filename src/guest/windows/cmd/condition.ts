/** What stands behind `if`. */
import type { Shell } from './shell.js'
import type { Condition } from './statement.js'
import { unquoted } from './words.js'

const EXTENSION_VERSION = 2

/** `expand` replaces the variables that are left. */
export function holds(shell: Shell, condition: Condition, expand: (text: string) => string): boolean {
  return condition.isNegated !== isTrue(shell, condition, expand)
}

function isTrue(shell: Shell, condition: Condition, expand: (text: string) => string): boolean {
  switch (condition.test) {
    case 'exist': {
      // `folder\nul` is there in every folder.
      const path = unquoted(expand(condition.operand)).replace(/[\\/]nul$/i, '')
      return shell.disk.match(shell.path(path)).length > 0
    }
    case 'defined':
      return shell.variable(expand(condition.operand)) !== undefined
    case 'errorlevel':
      return shell.errorlevel >= Number.parseInt(expand(condition.operand), 10)
    case 'cmdextversion':
      return EXTENSION_VERSION >= Number.parseInt(expand(condition.operand), 10)
    case 'compare':
      return compare(expand(condition.left), condition.operator, expand(condition.right), condition.ignoresCase)
  }
}

function compare(left: string, operator: string, right: string, ignoresCase: boolean): boolean {
  const a = ignoresCase ? left.toLowerCase() : left
  const b = ignoresCase ? right.toLowerCase() : right
  if (operator === '==') return a === b
  const [x, y] = [toNumber(a), toNumber(b)]
  const order = x !== undefined && y !== undefined ? x - y : a < b ? -1 : a > b ? 1 : 0
  switch (operator) {
    case 'EQU':
      return order === 0
    case 'NEQ':
      return order !== 0
    case 'LSS':
      return order < 0
    case 'LEQ':
      return order <= 0
    case 'GTR':
      return order > 0
    default:
      return order >= 0
  }
}

/** Decimal, 0x… and 0… for octal; undefined for anything else. */
function toNumber(text: string): number | undefined {
  const [, sign, digits = ''] = /^([-+]?)(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text) ?? []
  if (sign === undefined) return undefined
  const isOctal = /^0\d/.test(digits)
  const value = isOctal ? Number.parseInt(digits, 8) : Number(digits)
  return sign === '-' ? -value : value
}
