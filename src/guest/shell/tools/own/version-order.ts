/** The order of `sort -V`: parts of digits by number, all else by letters first; "~" comes before the end. */
export function compareVersions(a: string, b: string): number {
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j)
      if (difference !== 0) return difference
      i++
      j++
    }
    const [x = '', y = ''] = [digits(a, i), digits(b, j)]
    const [m, n] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')]
    if (m.length !== n.length) return m.length - n.length
    if (m !== n) return m < n ? -1 : 1
    i += x.length
    j += y.length
  }
  return 0
}

function isDigit(text: string, at: number): boolean {
  return /\d/.test(text.charAt(at))
}

function digits(text: string, at: number): string {
  return /^\d*/.exec(text.slice(at))?.[0] ?? ''
}

function weight(text: string, at: number): number {
  const character = text.charAt(at)
  if (character === '' || isDigit(text, at)) return 0
  if (character === '~') return -1
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256
}
