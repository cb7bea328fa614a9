/** What stands before the command in the line that started cmd.exe. */

export interface Options {
  /** 'run': it ends with the command; 'stay': it goes on with its input; without either there is no command. */
  readonly how: 'run' | 'stay' | 'interactive'
  readonly command: string
  /** /q */
  readonly isQuiet: boolean
  /** /v:on */
  readonly isDelayed: boolean
  /** /u */
  readonly isUnicode: boolean
  /** /s: the outer quotes always go. */
  readonly stripsQuotes: boolean
  /** One that isn't known, which real ones pass over: `/?`. */
  readonly asksForHelp: boolean
}

const NAME = /^\s*(?:"[^"]*"|[^\s/"]|"|(?<=\S)\/(?=\S*\.exe))*/

/** `line`: all of it, with the name of the program. */
export function readOptions(line: string): Options {
  let rest = line.slice(nameLength(line))
  const options = { isQuiet: false, isDelayed: false, isUnicode: false, stripsQuotes: false, asksForHelp: false }
  for (;;) {
    const [whole, letter = '', value = ''] = /^[\s,;=]*\/([a-z?])(?::(on|off|\w+))?/i.exec(rest) ?? []
    if (whole === undefined) return { ...options, how: 'interactive', command: '' }
    const option = letter.toLowerCase()
    if (option === 'c' || option === 'k' || option === 'r') {
      const start = /^[\s,;=]*\/./.exec(rest)?.[0].length ?? 0
      return { ...options, how: option === 'k' ? 'stay' : 'run', command: rest.slice(start) }
    }
    rest = rest.slice(whole.length)
    if (option === 'q') options.isQuiet = true
    else if (option === 'v') options.isDelayed = value.toLowerCase() !== 'off'
    else if (option === 'u') options.isUnicode = true
    else if (option === 's') options.stripsQuotes = true
    else if (option === '?') options.asksForHelp = true
  }
}

function nameLength(line: string): number {
  return (/^\s*"[^"]*"[^\s/]*/.exec(line) ?? NAME.exec(line))?.[0].length ?? 0
}

const SPECIAL = /[&<>()@^|]/

/** The quotes around it go, unless they are needed; `isProgram` tells whether a name can be executed. */
export function withoutOuterQuotes(
  command: string,
  stripsQuotes: boolean,
  isProgram: (name: string) => boolean,
): string {
  const text = command.replace(/^[ \t]+/, '')
  if (!text.startsWith('"')) return text
  const [, inside = ''] = /^"([^"]*)"[^"]*$/.exec(text) ?? []
  const isKept = !stripsQuotes && /\s/.test(inside) && !SPECIAL.test(inside) && isProgram(inside)
  if (isKept) return text
  const last = text.lastIndexOf('"')
  return last === 0 ? text.slice(1) : text.slice(1, last) + text.slice(last + 1)
}
