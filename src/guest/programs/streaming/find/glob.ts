/** fnmatch(3) without FNM_PATHNAME, as find's -name and -path use it. */
export function glob(pattern: string, flags = ''): RegExp {
  let source = ''
  const characters = [...pattern]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    const bracket =
      character === '[' ? /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]/u.exec(characters.slice(at).join('')) : null
    if (character === '*') source += '.*'
    else if (character === '?') source += '.'
    else if (bracket !== null) {
      const [whole, not = '', set = ''] = bracket
      const inside = set
        .replace(/[\\\]^]/g, '\\$&')
        .replace(/\[:([a-z]+):\\?\]/g, (_, name: string) => CLASSES[name] ?? '')
        .replace(/\[/g, '\\[')
      source += `[${not === '' ? '' : '^'}${inside}]`
      at += [...whole].length - 1
    } else source += escaped(character === '\\' ? (characters[++at] ?? '\\') : character)
  }
  return new RegExp(`^${source}$`, `su${flags}`)
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
}

function escaped(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}
