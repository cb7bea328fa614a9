/** What `test` asks of files, texts and numbers. */

import { TestError } from '../../programs/test-error.js'
import { binaryTest, unaryTest } from '../../programs/test-primaries.js'
import { Tool } from '../../programs/tool.js'
import type { Shell } from '../shell.js'

const LEAST = -(1n << 63n)
const MOST = (1n << 63n) - 1n

export function isUnary(word: string, { dialect }: Shell): boolean {
  return (
    (dialect.isBash ? /^-[abcdefghknoprstuvwxzGLNORS]$/ : /^-[bcdefghkLnoprstuwxzGOS]$/).test(word) &&
    (dialect.isBash || word !== '-o')
  )
}

export function isBinary(word: string | undefined, { dialect }: Shell): boolean {
  if (word === '==' && dialect.name === 'dash') return false
  return /^(?:=|==|!=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(word ?? '')
}

export function unary(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case '-a':
      return unaryTest(tool(shell), '-e', operand)
    case '-o':
      return shell.options.has(operand)
    case '-v':
      return isSet(shell, operand)
    case '-R':
      return shell.variables.own(operand)?.isReference === true && shell.variables.own(operand)?.text !== undefined
    case '-t':
      if (!/^\s*\d+\s*$/.test(operand) && !shell.dialect.isBash) throw new TestError(`Illegal number: ${operand}`)
      return false
    default:
      return unaryTest(tool(shell), operator, operand)
  }
}

export function binary(shell: Shell, left: string, operator: string, right: string): boolean {
  if (operator === '<') return left < right
  if (operator === '>') return left > right
  if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) for (const text of [left, right]) checkInteger(shell, text)
  // dash finds no file newer or older than one that isn't there.
  const comparesAges = shell.dialect.name === 'dash' && /^-[no]t$/.test(operator)
  if (comparesAges && [left, right].some(it => !unaryTest(tool(shell), '-e', it))) return false
  return binaryTest(tool(shell), left, operator, right)
}

function checkInteger({ dialect }: Shell, text: string): void {
  const digits = /^\s*[+-]?\d+\s*$/.test(text) ? BigInt(text.trim().replace('+', '')) : undefined
  if (digits !== undefined && digits >= LEAST && digits <= MOST) return
  throw new TestError(dialect.isBash ? `${text}: integer expression expected` : `Illegal number: ${text}`)
}

/** -v: of an element too. */
function isSet({ variables, positional }: Shell, name: string): boolean {
  if (/^\d+$/.test(name)) return positional[Number(name) - 1] !== undefined
  const [, array, subscript] = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name) ?? []
  if (array === undefined) return variables.text(name) !== undefined
  const variable = variables.get(array)
  if (subscript === '@' || subscript === '*') return (variable?.elements?.size ?? variable?.entries?.size ?? 0) > 0
  if (variable?.entries !== undefined) return variable.entries.has(subscript ?? '')
  return variable?.elements?.has(Number(subscript)) ?? (variable?.text !== undefined && Number(subscript) === 0)
}

function tool({ task }: Shell): Tool {
  const { argv, environ, env, cwd, pid, cred, guest } = task
  return new Tool({ argv, environ, env, cwd, pid, cred, guest, stdin: new Uint8Array(0) }, 'test')
}
