/** Modes as chmod(1) takes them: octal numbers, and clauses such as u=rwx,go-w. */

/** What processes of the guest are started with. */
export const UMASK = 0o022

/** The new mode of a file that has `mode`; clauses see what those before them left. */
export type ModeChange = (mode: number, directory: boolean) => number

const READ = 0o444
const WRITE = 0o222
const EXECUTE = 0o111
const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 }
const CLAUSE = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]|[0-7]+))+)$/
const ACTION = /([-+=])([rwxXst]*|[ugo]|[0-7]+)(?=[-+=]|$)/g

/** Undefined for a text that is no mode. */
export function parseMode(text: string, umask = UMASK): ModeChange | undefined {
  if (/^[0-7]+$/.test(text)) return octal(text)
  const clauses = text.split(',').map(clause => parseClause(clause, umask))
  if (clauses.some(clause => clause === undefined)) return undefined
  return (mode, directory) => clauses.reduce((result, clause) => clause?.(result, directory) ?? result, mode)
}

/** A number of up to four digits leaves a directory's set-id bits alone unless it sets them. */
function octal(text: string): ModeChange | undefined {
  const wanted = Number.parseInt(text, 8)
  if (wanted > 0o7777) return undefined
  return (mode, directory) => (directory && text.length < 5 ? wanted | (mode & 0o6000) : wanted)
}

function parseClause(clause: string, umask: number): ModeChange | undefined {
  const match = CLAUSE.exec(clause)
  if (match === null) return undefined
  const [, who = '', actions = ''] = match
  const affected = [...who].reduce((bits, letter) => bits | (WHO[letter] ?? 0), 0)
  const steps = [...actions.matchAll(ACTION)].map(([, operator = '', what = '']) => ({ operator, what }))
  if (steps.some(({ what }) => /^[0-7]/.test(what)) && who !== '') return undefined
  return (mode, directory) =>
    steps.reduce((result, { operator, what }) => apply(result, directory, operator, what, affected, umask), mode)
}

function apply(
  mode: number,
  directory: boolean,
  operator: string,
  what: string,
  affected: number,
  umask: number,
): number {
  const numeric = /^[0-7]/.test(what)
  // Nobody named means everybody, less what the umask takes away.
  const scope = numeric ? 0o7777 : affected === 0 ? 0o7777 & ~umask : affected
  const value = (numeric ? Number.parseInt(what, 8) : permissions(what, mode, directory)) & scope
  if (operator === '+') return mode | value
  if (operator === '-') return mode & ~value
  // A directory keeps set-id bits that the clause doesn't mention.
  const kept = directory && !numeric ? 0o6000 & ~value : 0
  const cleared = (affected === 0 || numeric ? 0o7777 : affected) & ~kept
  return (mode & ~cleared) | value
}

function permissions(what: string, mode: number, directory: boolean): number {
  if (/^[ugo]$/.test(what)) {
    const bits = (mode >> (what === 'u' ? 6 : what === 'g' ? 3 : 0)) & 7
    return bits | (bits << 3) | (bits << 6)
  }
  const values: Readonly<Record<string, number>> = {
    r: READ,
    w: WRITE,
    x: EXECUTE,
    X: directory || (mode & EXECUTE) !== 0 ? EXECUTE : 0,
    s: 0o6000,
    t: 0o1000,
  }
  return [...what].reduce((bits, letter) => bits | (values[letter] ?? 0), 0)
}
