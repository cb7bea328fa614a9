/** Options of find(1) as a whole that stand among its tests, and what does nothing but to say how the walk goes on. */
import { quoted } from '../../quote.js'
import { plain, type Test } from './expression.js'
import type { Predicate, Reading } from './reading.js'

const TRUE: Test = plain(() => true)

export const optionTests: Readonly<Record<string, Predicate>> = {
  '-true': always(() => {}),
  '-noleaf': always(() => {}),
  '-warn': always(() => {}),
  '-nowarn': always(() => {}),
  '-ignore_readdir_race': always(() => {}),
  *'-false'() {
    return plain(() => false)
  },
  *'-daystart'({ console }) {
    return yield* console.fail("mockvm doesn't do -daystart yet")
  },
  '-follow': always(({ settings }) => {
    settings.follows = 'always'
  }),
  '-depth': always(contentFirst),
  '-d': always(contentFirst),
  '-xdev': always(sameDevice),
  '-mount': always(sameDevice),
  *'-maxdepth'(reading, word) {
    reading.settings.maxDepth = yield* depth(reading, word)
    return TRUE
  },
  *'-mindepth'(reading, word) {
    reading.settings.minDepth = yield* depth(reading, word)
    return TRUE
  },
  *'-prune'() {
    return plain((_, walk) => {
      walk.isPruned = true
      return true
    })
  },
  *'-quit'(reading) {
    reading.acts = true
    return plain((_, walk) => {
      walk.hasQuit = true
      return true
    })
  },
}

function always(set: (reading: Reading) => void): Predicate {
  // biome-ignore lint/correctness/useYield: it has the form of those that wait
  return function* (reading) {
    set(reading)
    return TRUE
  }
}

function contentFirst({ settings }: Reading): void {
  settings.isDepthFirst = true
}

function sameDevice({ settings }: Reading): void {
  settings.staysOnDevice = true
}

function* depth(reading: Reading, word: string) {
  const text = yield* reading.argument(word)
  if (!/^\d+$/.test(text)) {
    yield* reading.console.fail(`Expected a positive decimal integer argument to ${word}, but got ${quoted(text)}`)
  }
  return Number(text)
}
