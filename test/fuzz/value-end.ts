/** Where a JSON value ends. The agent's doubles may be `inf`, which no JSON parser takes. */

const STRUCTURE = /"(?:[^"\\]|\\.)*"|[[\]{}]|[^[\]{}",: ]+/g

/** The index behind the value that begins at `start` in the text of an agent's reply. */
export function valueEnd(text: string, start: number): number {
  STRUCTURE.lastIndex = start
  let depth = 0
  for (;;) {
    const match = STRUCTURE.exec(text)
    if (match === null) return text.length
    if (match[0] === '{' || match[0] === '[') depth++
    else if (match[0] === '}' || match[0] === ']') depth--
    if (depth === 0) return STRUCTURE.lastIndex
  }
}
