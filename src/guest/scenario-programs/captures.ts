/** What the groups of an entry's regular expressions have caught: numbered through from 1, and by name. */
export interface Captures {
  readonly numbered: readonly string[]
  readonly named: Readonly<Record<string, string>>
}

export const NO_CAPTURES: Captures = { numbered: [], named: {} }

export function capturesOf(found: RegExpExecArray): Captures {
  const named = Object.entries(found.groups ?? {}).map(([name, text = '']) => [name, text] as const)
  return { numbered: found.slice(1).map((text = '') => text), named: Object.fromEntries(named) }
}

export function joinCaptures(all: readonly Captures[]): Captures {
  return {
    numbered: all.flatMap(({ numbered }) => numbered),
    named: Object.assign({}, ...all.map(({ named }) => named)) as Captures['named'],
  }
}

/** How many groups a regular expression has, and their names. Throws SyntaxError for what is none. */
export function groupsOf(regex: string): { readonly count: number; readonly names: readonly string[] } {
  // With an empty alternative it fits everything, and tells of all its groups.
  const found = new RegExp(`${regex}|`).exec('')
  return { count: (found?.length ?? 1) - 1, names: Object.keys(found?.groups ?? {}) }
}
