import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isVersion } from '../../src/agent/versions.js'
import { findRealAgent } from '../real-agent/real-agent.js'
import { fuzz } from './fuzz.js'
import { EVERYDAY_KINDS, makeStory } from './kinds/kinds.js'
import { MockSide } from './mock-side.js'
import type { Stage } from './play.js'
import { describeFound } from './report.js'
import { RestoringSide } from './restoring-side.js'
import { openStages, type Stages } from './stages.js'
import { DIR } from './story.js'
import { type WatchedVm, watchedVm } from './watched-vm.js'

const SEED = 'test suite'
const program = findRealAgent()
const isReal = program !== undefined && isVersion(program.version, 'linux')

/** What differs in so many exchanges, as text. */
async function differences(stages: Pick<Stages, 'of'>, kinds: readonly string[], exchanges: number): Promise<string> {
  const isEnough = (done: number, found: number) => done >= exchanges || found > 0
  const { found } = await fuzz(stages, { seed: SEED, kinds, isEnough })
  return found.map(describeFound).join('\n')
}

/** mockvm on both sides: the folder is in the guest alone. */
async function onMockvmAlone(Other: new (watched: WatchedVm) => MockSide, scenario?: string) {
  const settings = { folder: DIR, scenario, version: program && isReal ? program.version : '7.2.22' }
  const mock = await MockSide.create(settings)
  const other = new Other(await watchedVm(settings))
  const stage: Stage = { mock, other, folder: DIR, harmless: () => () => true }
  return { of: () => stage, close: () => Promise.all([mock.close(), other.close()]) }
}

describe(isReal ? `mockvm answers as qemu-ga ${program.version} does` : 'without qemu-ga here, mockvm answers', () => {
  let stages: Pick<Stages, 'of'> & { close(): Promise<unknown> }

  beforeAll(async () => {
    stages = isReal ? await openStages(program.version) : await onMockvmAlone(RestoringSide)
  })

  afterAll(() => stages.close())

  // Programs of other systems print other things than those of Debian 12, which mockvm plays.
  test.each(EVERYDAY_KINDS.filter(kind => kind !== 'exec'))(
    '%s',
    async kind => {
      expect(await differences(stages, [kind], 400)).toBe('')
    },
    120_000,
  )
})

test('every request gets one reply, the agent stays alive, and a restored VM goes on as if nothing had been', async () => {
  const stages = await onMockvmAlone(RestoringSide)
  try {
    expect(await differences(stages, EVERYDAY_KINDS, 400)).toBe('')
  } finally {
    await stages.close()
  }
}, 120_000)

describe('a side that is wrong', () => {
  /** Once it has told the host name it doesn't know its system any more. */
  class WrongSide extends MockSide {
    override readonly name = 'wrong'
    #hasTold = false

    override async start(): Promise<void> {
      this.#hasTold = false
      await super.start()
    }

    override async send(bytes: Buffer): Promise<Buffer> {
      const reply = (await super.send(bytes)).toString('latin1')
      if (reply.includes('"host-name"')) this.#hasTold = true
      return Buffer.from(this.#hasTold ? reply.replace('"machine": "', '"machine": "not ') : reply, 'latin1')
    }
  }

  test('is found out, and the story is made as small as can be', async () => {
    const stages = await onMockvmAlone(WrongSide, 'default')
    try {
      const isEnough = (_: number, found: number) => found > 0
      const { found } = await fuzz(stages, { seed: SEED, kinds: ['machine'], isEnough })
      expect(found.map(({ story, difference, names }) => ({ steps: story.steps, at: difference.at, names }))).toEqual([
        {
          steps: [{ send: '{"execute":"guest-get-host-name"}' }, { send: '{"execute":"guest-get-osinfo"}' }],
          at: 1,
          names: ['mockvm', 'wrong'],
        },
      ])
      const [first] = found
      expect(first && describeFound(first)).toMatch(/\n {2}wrong {3}.*"machine": "not .*\n {2}again: npm run fuzz/)
    } finally {
      await stages.close()
    }
  }, 120_000)
})

test.each(EVERYDAY_KINDS)('%s: the same seed makes the same stories, another seed others', kind => {
  const stories = (seed: string) => [3, 4, 5].map(index => makeStory(seed, kind, index))
  expect(stories('1')).toEqual(stories('1'))
  expect(stories('1')).not.toEqual(stories('2'))
})
