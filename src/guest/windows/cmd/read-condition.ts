/** What `if` asks. */
import { type Condition, SyntaxFault } from './statement.js'
import type { Tokens } from './tokens.js'

const COMPARISON = /^(?:EQU|NEQ|LSS|LEQ|GTR|GEQ)$/i

export function readCondition(tokens: Tokens): Condition {
  const { characters } = tokens
  let isNegated = false
  let ignoresCase = false
  for (;;) {
    characters.skipDelimiters()
    if (characters.match(/^\/i(?=[ \t]|$)/i) !== undefined) ignoresCase = true
    else if (characters.match(/^not(?=[ \t])/i) !== undefined) isNegated = !isNegated
    else break
  }
  const test = characters.match(/^(?:exist|defined|errorlevel|cmdextversion)(?=[ \t])/i)?.toLowerCase()
  if (test === 'exist' || test === 'defined' || test === 'errorlevel' || test === 'cmdextversion') {
    characters.skipDelimiters()
    return { isNegated, test, operand: tokens.word() }
  }
  const left = tokens.operand()
  characters.match(/^[ \t,;]+/)
  const operator = characters.match(/^==/) ?? tokens.word().toUpperCase()
  if (operator !== '==' && !COMPARISON.test(operator)) throw new SyntaxFault(operator.toLowerCase())
  characters.skipDelimiters()
  return { isNegated, test: 'compare', left, operator, right: tokens.operand(), ignoresCase }
}
