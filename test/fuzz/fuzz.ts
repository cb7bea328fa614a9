/** Plays stories until there have been enough, and makes small what differs. */
import { makeStory } from './kinds/kinds.js'
import { play } from './play.js'
import type { Found } from './report.js'
import { shrink } from './shrink.js'
import type { Stages } from './stages.js'

export interface FuzzOptions {
  readonly seed: string
  readonly kinds: readonly string[]
  /** The first story of each kind. */
  readonly from?: number
  /** No story more is begun when this says so. */
  readonly isEnough: (exchanges: number, differences: number) => boolean
  readonly onFound?: (found: Found) => void
}

export interface FuzzResult {
  readonly exchanges: number
  readonly found: readonly Found[]
}

/** The kinds take turns. */
export async function fuzz(
  stages: Pick<Stages, 'of'>,
  { seed, kinds, from = 0, isEnough, onFound }: FuzzOptions,
): Promise<FuzzResult> {
  let exchanges = 0
  const found: Found[] = []
  for (let index = from; ; index++) {
    for (const kind of kinds) {
      if (isEnough(exchanges, found.length)) return { exchanges, found }
      const stage = stages.of(kind)
      if (stage === undefined) continue
      const story = makeStory(seed, kind, index)
      const played = await play(story, stage)
      exchanges += played.exchanges
      if (played.difference === undefined) continue
      const small = await shrink(story, async story => (await play(story, stage)).difference !== undefined)
      const { difference } = await play(small, stage)
      const names = [stage.mock.name, stage.other.name] as const
      const one: Found =
        difference === undefined
          ? { seed, story, difference: played.difference, names, isFleeting: true }
          : { seed, story: small, difference, names }
      found.push(one)
      onFound?.(one)
    }
  }
}
