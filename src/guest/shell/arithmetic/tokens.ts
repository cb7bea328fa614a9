/** The words and signs of arithmetic, as bash cuts them. */

export type Token =
  | { readonly kind: 'number'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'name'
      readonly text: string
      /** What stands between the brackets. */
      readonly subscript: string | undefined
      readonly start: number
      readonly end: number
    }
  | { readonly kind: 'operator'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'unknown'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'end'; readonly text: ''; readonly start: number; readonly end: number }

const OPERATORS = /^(?:<<=|>>=|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>&|^!~=?:,()])/

/** The token behind that place. `before`: the one before it, which decides what ++ is. */
export function readToken(text: string, from: number, before: Token | undefined): Token {
  let start = from
  while (/[ \t\n]/.test(text.charAt(start))) start += 1
  const rest = text.slice(start)
  if (rest === '') return { kind: 'end', text: '', start, end: start }
  const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0]
  if (name !== undefined) return readName(text, start, name)
  const number = /^[0-9][A-Za-z0-9#@_]*/.exec(rest)?.[0]
  if (number !== undefined) return { kind: 'number', text: number, start, end: start + number.length }
  if (/^(?:\+\+|--)/.test(rest)) {
    const isOfName = before?.kind === 'name' || /^..\s*[A-Za-z_]/.test(rest)
    const length = isOfName ? 2 : 1
    return { kind: 'operator', text: rest.slice(0, length), start, end: start + length }
  }
  const operator = OPERATORS.exec(rest)?.[0]
  if (operator !== undefined) return { kind: 'operator', text: operator, start, end: start + operator.length }
  return { kind: 'unknown', text: rest.charAt(0), start, end: start + 1 }
}

function readName(text: string, start: number, name: string): Token {
  const open = start + name.length
  if (text.charAt(open) !== '[') return { kind: 'name', text: name, subscript: undefined, start, end: open }
  let depth = 0
  for (let at = open; at < text.length; at++) {
    const letter = text.charAt(at)
    if (letter === '[') depth += 1
    else if (letter === ']' && --depth === 0) {
      return { kind: 'name', text: name, subscript: text.slice(open + 1, at), start, end: at + 1 }
    }
  }
  return { kind: 'unknown', text: name, start, end: text.length }
}
