/** How long a JavaScript engine, which backtracks, may take for an expression. */
export interface Risk {
  /** The time may double with each character of the text: something repeated can be read in several ways. */
  readonly isExponential: boolean
  /** How many repetitions without a bound there are: the time may grow with that power of the length, and one more. */
  readonly degree: number
  /** It looks behind or ahead, or back at what a group has matched: no automaton can do that. */
  readonly isIrregular: boolean
}

interface Group {
  degree: number
  /** It may match in several ways. */
  isVariable: boolean
}

/** So often a group may be repeated and still be looked at as if it was written so often. */
const FEW = 8
const TOKEN =
  /\\k<|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|\)|\||[*+?]\??|\{\d*(?:,\d*)?\}\??|[\s\S]/gu
/** What translate() writes for the bounds of words and of the text has its counterpart in any engine. */
const BOUND = /\\b\(\?<?=\\w\)|\(\?<?!\[\\s\\S\]\)|\(\?<?!\\w\)/g

/** `source`: of a RegExp with the flag u. */
export function riskOf(source: string): Risk {
  let isExponential = false
  let isIrregular = false
  const stack: Group[] = []
  let group: Group = { degree: 0, isVariable: false }
  let last: Group | undefined
  for (const [token] of source.replace(BOUND, '').matchAll(TOKEN)) {
    if (token.startsWith('(')) {
      stack.push(group)
      group = { degree: 0, isVariable: false }
      last = undefined
      if (/[=!]$/.test(token)) isIrregular = true
    } else if (token === ')') {
      last = group
      group = stack.pop() ?? group
      group.degree += last.degree
      group.isVariable ||= last.isVariable
    } else if (token === '|') group.isVariable = true
    else if (/^(?:[*+?]|\{)/.test(token)) {
      const [least, most] = bounds(token)
      if (most > 1 && last !== undefined && last.isVariable) {
        if (most > FEW) isExponential = true
        else group.degree += last.degree * (most - 1)
      }
      if (most === Number.POSITIVE_INFINITY) group.degree++
      if (least !== most) group.isVariable = true
    } else {
      last = undefined
      if (/^\\(?:k<|[1-9])/.test(token)) isIrregular = true
    }
  }
  // The only one that there is, with nothing behind it, never has to give anything back.
  const isLast = group.degree === 1 && /(?:^|[^\\])(?:[*+]|\{\d+,\})\??\)*$/.test(source)
  return { isExponential, degree: isLast ? 0 : group.degree, isIrregular }
}

function bounds(quantifier: string): [least: number, most: number] {
  if (quantifier.startsWith('?')) return [0, 1]
  if (!quantifier.startsWith('{')) return [quantifier.startsWith('+') ? 1 : 0, Number.POSITIVE_INFINITY]
  const [least = '', most] = quantifier.replace(/[{}?]/g, '').split(',')
  if (most === undefined) return [Number(least), Number(least)]
  return [Number(least), most === '' ? Number.POSITIVE_INFINITY : Number(most)]
}
