/** Makes a story that shows a difference as small as can be. */
import type { Step, Story } from './story.js'

/** Whether a story still shows a difference. */
type Fails = (story: Story) => Promise<boolean>

/** So many stories are tried at most, and so many bytes sent in all of them. */
const MOST_TRIES = 1500
const MOST_BYTES = 16 << 20

/** What is longer stays as it is. */
const LONGEST = 1 << 17

export async function shrink(story: Story, fails: Fails): Promise<Story> {
  let tries = 0
  let bytes = 0
  const stillFails = async (steps: readonly Step[]) => {
    if (tries >= MOST_TRIES || bytes >= MOST_BYTES) return false
    tries++
    for (const step of steps) bytes += 'send' in step ? step.send.length : 0
    return fails({ ...story, steps })
  }
  let steps = await without(story.steps, stillFails)
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]
    // Of a program's arguments any part is something else that may differ.
    if (step === undefined || !('send' in step) || step.starts !== undefined || step.send.length > LONGEST) continue
    for (const split of [tokensOf, bytesOf]) {
      const others = steps
      const { send } = steps[at] as typeof step
      const fewer = await without(split(send), parts => stillFails(others.with(at, { ...step, send: parts.join('') })))
      steps = others.with(at, { ...step, send: fewer.join('') })
    }
  }
  return { ...story, steps: await without(steps, stillFails) }
}

/** What JSON is made of: without `,"id":5` a request is still one. */
function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.+-]+|\s+|./gs) ?? []
}

function bytesOf(text: string): string[] {
  return text.split('')
}

/** Few enough for every place to be tried. */
const FEW = 64
const NARROW = 8

/** Leaves out what is not needed: halves first, single elements at last (Zeller's delta debugging, simplified). */
async function without<T>(
  all: readonly T[],
  stillFails: (rest: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let rest = all
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size > NARROW ? Math.ceil(size / 2) : size - 1) {
    // From the end: what comes later depends on what came before.
    for (let from = rest.length - size; from > -size; from -= rest.length > FEW ? size : 1) {
      const start = Math.max(from, 0)
      const fewer = [...rest.slice(0, start), ...rest.slice(from + size)]
      if (fewer.length < rest.length && (await stillFails(fewer))) rest = fewer
    }
  }
  return rest
}
