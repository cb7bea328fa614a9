import { expect, test } from 'vitest'
import { shrink } from './shrink.js'
import type { Step, Story } from './story.js'

const story = (steps: readonly Step[]): Story => ({ kind: 'parse', index: 0, steps })

test('steps and bytes that nothing depends on are left out', async () => {
  const steps: Step[] = Array.from({ length: 30 }, (_, index) => ({ send: `step ${index} abc` }))
  const fails = async ({ steps }: Story) => {
    const text = steps.map(step => ('send' in step ? step.send : '')).join('|')
    return /7.*\|.*c.*\|.*2/.test(text)
  }
  const { steps: left } = await shrink(story(steps), fails)
  expect(left).toHaveLength(3)
  expect(left.map(step => ('send' in step ? step.send : ''))).toEqual(['7', 'c', '2'])
})

test('what can not be made smaller stays', async () => {
  const steps: Step[] = [{ send: 'ab' }, { reconnect: true }, { poll: 'p' }]
  expect(await shrink(story(steps), async story => JSON.stringify(story.steps) === JSON.stringify(steps))).toEqual(
    story(steps),
  )
})
