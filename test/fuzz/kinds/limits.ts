/** What is near to the agent's own limits: a second or more each, so only for those who ask. */
import type { Chance } from '../chance.js'
import { DIR, request, type Step } from '../story.js'

/** Of the tokens of a message, together. */
const MOST_BYTES = 64 << 20
const MOST_TOKENS = 2 << 20

export function limitsStory(chance: Chance): Step[] {
  const near = (limit: number) => limit - 3 + chance.below(7)
  switch (chance.below(5)) {
    case 0:
      return [{ send: `["${'x'.repeat(near(MOST_BYTES - 4))}"]\n` }]
    case 1:
      return [{ send: `"${'x'.repeat(near(MOST_BYTES - 2))}"\n` }]
    case 2: {
      // With the brackets and the commas twice as many, and one more.
      const count = near(MOST_TOKENS / 2)
      return [{ send: `[${'1,'.repeat(count - 1)}1]\n` }]
    }
    case 3:
      return [{ send: `{"a":${'['.repeat(near(1024))}` }, { send: '\n}\n' }]
    default:
      return manyHandles(chance)
  }
}

/** More files than a process may have open. */
function manyHandles(chance: Chance): Step[] {
  const path = `${DIR}/${chance.oneOf(['hello', 'new', 'dir', 'empty'])}`
  const open = request('guest-file-open', { path, mode: chance.oneOf(['r', 'a+', 'w']) }).send
  const handle = 1000 + chance.below(900)
  return [
    { send: open.repeat(1000) },
    ...chance.list(30, () => ({ send: open })),
    request('guest-get-osinfo'),
    request('guest-file-close', { handle }),
    { send: open },
    { send: open },
    request('guest-file-close', { handle: handle + 1 }),
    request('guest-file-close', { handle: handle + 2 }),
    request('guest-file-open', { path: `${DIR}/other`, mode: 'w' }),
    { send: open.repeat(5) },
    { look: true },
  ]
}
