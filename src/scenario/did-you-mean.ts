/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      if (swapped) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1)
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[to.length] ?? 0
}

/** How many characters two words begin with alike. */
function alike(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}

/** The known word nearest to a misspelt one, capitals aside; undefined when none is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const asked = word.toLowerCase()
  const most = Math.max(1, Math.floor(asked.length / 3))
  const near = known
    .map(candidate => ({ candidate, other: candidate.toLowerCase() }))
    .map(({ candidate, other }) => ({ candidate, edits: distance(asked, other), alike: alike(asked, other) }))
    .filter(({ edits }) => edits <= most)
  // Of two that are as near the one that begins alike: the slip is seldom in the first letters.
  near.sort((one, two) => one.edits - two.edits || two.alike - one.alike)
  return near[0]?.candidate
}
