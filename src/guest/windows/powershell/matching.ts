/** Texts held against expressions: what .NET and JavaScript spell alike, in a time that doesn't get out of hand. */
import { Errno } from '../../errno.js'
import { boundedRegExp, matchesOf } from '../../shell/tools/own/bounded-regex.js'
import { outOfMemory, runtimeFailure } from './errors.js'

/** As .NET has it: of several matches at one place the first that is tried. */
const IS_POSIX = false

export interface Pattern {
  readonly source: string
  /** Letters are told apart. */
  readonly isExact: boolean
}

export function firstMatch(text: string, pattern: Pattern): RegExpExecArray | null {
  return inTime(() => compiled(pattern, '').exec(text))
}

export function replaced(text: string, pattern: Pattern, replacement: string): string {
  return inTime(() => text.replace(compiled(pattern, 'g'), replacement))
}

/** With what groups of the pattern match between the pieces. */
export function cut(text: string, pattern: Pattern): string[] {
  return inTime(() => {
    const pieces: string[] = []
    let from = 0
    for (const match of matchesOf(compiled(pattern, 'g'), text)) {
      const { index } = match
      const [found, ...groups] = match
      // Nothing separates characters, and is neither before the first nor behind the last.
      if (found === '' && (index === from || index === text.length)) continue
      pieces.push(text.slice(from, index))
      for (const group of groups) if (group !== undefined) pieces.push(group)
      from = index + found.length
    }
    return [...pieces, text.slice(from)]
  })
}

/** `*` stands for any text. */
export function isLike(text: string, pattern: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop()
  if (last === undefined) return text === pattern
  let from = first.length
  const end = text.length - last.length
  if (from > end || !text.startsWith(first) || !text.endsWith(last)) return false
  for (const part of others) {
    const at = text.indexOf(part, from)
    if (at === -1 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}

function compiled({ source, isExact }: Pattern, flags: string): RegExp {
  // Of .NET's own forms only those that JavaScript spells alike are read.
  const isFolded = !isExact || source.startsWith('(?i)')
  try {
    return boundedRegExp(source.replace(/^\(\?i\)/, ''), `${flags}${isFolded ? 'i' : ''}`, IS_POSIX)
  } catch {
    throw runtimeFailure(`parsing "${source}" failed.`, 'System.ArgumentException', 'OperationStopped')
  }
}

function inTime<T>(match: () => T): T {
  try {
    return match()
  } catch (error) {
    throw error instanceof Errno ? outOfMemory() : error
  }
}
