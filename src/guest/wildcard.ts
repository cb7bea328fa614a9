/** Every event is held against the patterns of rules and time lines, of which there are few: they are made once. */
const known = new Map<string, RegExp>()

const MOST_KNOWN = 256

/** A pattern in which `*` stands for any text, the empty one too. */
export function wildcard(pattern: string): RegExp {
  const made = known.get(pattern)
  if (made !== undefined) return made
  const parts = pattern.split('*').map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('[^]*')}$`)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(pattern, expression)
  return expression
}
