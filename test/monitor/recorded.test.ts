/** What QEMU 7.2.22 and the agent of its guest said, mockvm says: recorded conversations, played again on the manual clock. */
import { describe, expect, test } from 'vitest'
import { masked } from './masks.js'
import { play } from './player.js'
import { type Recording, readRecordings, type Step } from './recording.js'

/** What was recorded, by connection. */
function recorded(steps: readonly Step[]): Map<string, string> {
  const heard = new Map<string, string>()
  for (const step of steps) if ('from' in step) heard.set(step.from, (heard.get(step.from) ?? '') + step.data)
  return heard
}

const inOrder = (heard: ReadonlyMap<string, string>) =>
  Object.fromEntries([...heard].map(([name, bytes]) => [name, masked(bytes).split(/(?<=\n)/)]))

const BOOKS = ['shutdown', 'powerdown', 'suspend', 's3-off', 'reset', 'port', 'panic', 'action', 'set-time', 'ending']

const exitOf = (steps: readonly Step[]) => steps.flatMap(step => ('exit' in step ? [step.exit] : [])).at(-1)

describe.each(BOOKS)('%s', book => {
  test.each(readRecordings(book).map(recording => [recording.about.case, recording] as const))(
    '%s is as recorded',
    async (_, recording: Recording) => {
      const { heard, open, status, exit } = await play(recording)
      expect(inOrder(heard)).toEqual(inOrder(recorded(recording.steps)))
      // All of them end with the process.
      expect([open, status, exit]).toEqual([[], 'exited', exitOf(recording.steps)])
    },
  )
})
