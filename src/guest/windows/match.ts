/** `match` of a scenario's program, on Windows: a path with blanks stands in quotes. */

/** Where a program of the scenario lies whose folder nobody tells. */
const WINDOWS = 'C:\\Windows'

/** The name without its quotes, and the pattern that the arguments are held against. */
export function readMatch(match: string): { readonly name: string; readonly args: string } {
  const [, word = '', args = ''] = /^\s*("[^"]*"|\S+)\s*(.*?)\s*$/s.exec(match) ?? []
  return { name: word.replaceAll('"', ''), args }
}

/** Where the file of a program is made; its extension may be left out. */
export function fileOfProgram(name: string): string {
  const whole = /\.[^\\/.]+$/.test(name) ? name : `${name}.exe`
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(whole) ? whole : `${WINDOWS}\\${whole.replace(/^.*[\\/]/s, '')}`
}
