/** Devices that can be read without end. */
import type { Description } from './description.js'

const MEMORY = 1
const ZERO = [5, 7]
const RANDOM = [8, 9]

type Kind = 'zero' | 'random' | undefined

const known = new WeakMap<Description, { readonly kind: Kind }>()

/** Which of them a descriptor refers to. */
export function endlessKind(description: Description): Kind {
  let found = known.get(description)
  if (found === undefined) {
    found = { kind: kindOf(description) }
    known.set(description, found)
  }
  return found.kind
}

function kindOf({ file }: Description): Kind {
  if (file === undefined) return undefined
  const { kind, rdev } = file.stat()
  if (kind !== 'character' || rdev?.major !== MEMORY) return undefined
  if (RANDOM.includes(rdev.minor)) return 'random'
  return ZERO.includes(rdev.minor) ? 'zero' : undefined
}
