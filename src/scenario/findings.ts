/** Findings that several checks make. */
import { nearest } from './did-you-mean.js'
import type { Finding } from './explain.js'
import type { Path } from './path.js'

/** A finding for a word that isn't among the known ones; none when it is. */
export function known(path: Path, word: string, words: readonly string[], what: string): Finding[] {
  if (words.includes(word)) return []
  const meant = nearest(word, words)
  const hint = meant === undefined ? {} : { hint: `Did you mean "${meant}"?` }
  const shown = words.length > 0 && words.length <= 12 ? `${what}: ${words.join(', ')}` : what
  return [{ path, expected: shown, got: JSON.stringify(word), ...hint }]
}

/** Findings for names that stand more than once. */
export function unique(names: readonly (readonly [Path, string | number])[], what: string): Finding[] {
  return names.flatMap(([path, name], index) => {
    const repeated = names.slice(0, index).some(([, other]) => other === name)
    return repeated ? [{ path, expected: what, got: `${JSON.stringify(name)} a second time` }] : []
  })
}
