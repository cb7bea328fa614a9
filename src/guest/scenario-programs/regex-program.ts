/** The programs that a regular expression is for, where it begins with their plain names. */

/** A character that stands for itself, or an escaped sign that names have. */
const LITERAL = String.raw`(?:[\w@%,~/-]|\\[.+/\\-])`
/** Of Windows with its drive. */
const PLAIN = `(?:[A-Za-z]:)?${LITERAL}+`
/** What comes behind a name: nothing, a blank, or a group that begins with one. */
const BEHIND = String.raw`(?:$|[ $]|\\[sb]|\[ |\((?:\?:|\?=|\?<\w+>)?(?: |\\s|\$))`

const NAME = new RegExp(`^${PLAIN}(?=${BEHIND})`)
const NAMES = new RegExp(`^\\((?:\\?:|\\?<\\w+>)?(${PLAIN}(?:\\|${PLAIN})*)\\)(?=${BEHIND})`)
/** An escaped character, a class of characters, or any other one. */
const PART = /\\.|\[(?:\\.|[^\]])*\]|./gs

/** "pg_dump" and "pg_restore" of `^(pg_dump|pg_restore) (\w+)`; none where the beginning could be any text. */
export function programsOfRegex(regex: string): string[] {
  const alternatives = alternativesOf(regex).map(it => it.replace(/^\^/, ''))
  const names = alternatives.map(namesOf)
  // One that is for any program is for those of the others too.
  return names.every(it => it.length > 0) ? [...new Set(names.flat())] : []
}

function namesOf(regex: string): string[] {
  const [name] = NAME.exec(regex) ?? []
  const [, group = ''] = NAMES.exec(regex) ?? []
  const written = name === undefined ? group.split('|') : [name]
  const names = written.map(it => it.replace(/\\(.)/g, '$1'))
  return names.every(isName) ? names : []
}

/** `a|b (c|d)` is `a` and `b (c|d)`. */
function alternativesOf(regex: string): string[] {
  const all = ['']
  let depth = 0
  for (const [part] of regex.matchAll(PART)) {
    if (part === '(') depth++
    if (part === ')') depth--
    if (part === '|' && depth === 0) all.push('')
    else all.push(`${all.pop() ?? ''}${part}`)
  }
  return all
}

/** A program is called by its whole path or by its bare name. */
function isName(name: string): boolean {
  return name !== '' && !name.endsWith('/') && (name.startsWith('/') || !name.includes('/'))
}
