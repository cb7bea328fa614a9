/** What can be read without end: devices, and pipes into which somebody passes on what comes of such. */
import type { Pipe } from '../files/pipe.js'
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

const endlessPipes = new WeakSet<Pipe>()

/** Whether it is of no use to wait for its end. */
export function isEndless(description: Description): boolean {
  return (
    (description.pipe !== undefined && endlessPipes.has(description.pipe)) || endlessKind(description) !== undefined
  )
}

/** Who writes to it won't stop by itself. */
export function markEndless({ pipe }: Description): void {
  if (pipe !== undefined) endlessPipes.add(pipe)
}

function kindOf({ file }: Description): Kind {
  if (file === undefined) return undefined
  const { kind, rdev } = file.stat()
  if (kind !== 'character' || rdev?.major !== MEMORY) return undefined
  if (RANDOM.includes(rdev.minor)) return 'random'
  return ZERO.includes(rdev.minor) ? 'zero' : undefined
}
