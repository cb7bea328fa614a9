/** Bytes: what the agent makes of text that may or may not be JSON, cut anywhere, over connections. */
import type { Chance } from '../chance.js'
import { anyValue, oddString } from '../json-text.js'
import type { Step } from '../story.js'
import { mutate } from './mutate.js'
import { someRequest, wildRequest } from './requests.js'

/** So that what was broken doesn't eat all that follows. */
const RESETS = ['\n', '\xff', '\xff\n', '}\n', ']}\n', '"\n', "'\n", '\x1b', '']

export function parseStory(chance: Chance): Step[] {
  const steps: Step[] = []
  for (let left = 5 + chance.below(40); left > 0; left--) {
    const text = chunk(chance)
    const cut = chance.once(4) ? chance.below(text.length + 1) : text.length
    steps.push({ send: text.slice(0, cut) })
    if (chance.once(12)) steps.push({ reconnect: true })
    if (cut < text.length) steps.push({ send: text.slice(cut) })
    if (chance.once(3)) steps.push({ send: chance.oneOf(RESETS) })
  }
  return steps
}

function chunk(chance: Chance): string {
  switch (chance.below(12)) {
    case 0:
      return soup(chance)
    case 1:
      return `${anyValue(chance)}\n`
    case 2:
      return `{"execute":"guest-ping","id":${oddString(chance)}}\n`
    case 3:
      return chance.list(1 + chance.size(6), () => someRequest(chance)).join(chance.oneOf(['', '\n', ' ', ',']))
    case 4:
      return limits(chance)
    case 5:
      return mutate(chance.list(1 + chance.size(4), () => someRequest(chance)).join('\n'), chance)
    default:
      return mutate(`${chance.once(2) ? someRequest(chance) : wildRequest(chance)}\n`, chance)
  }
}

/** Tokens in no order. */
function soup(chance: Chance): string {
  return chance
    .list(1 + chance.size(30), () =>
      chance.oneOf([
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        "'b'",
        '1',
        '-1.5',
        'true',
        'nul',
        'null',
        ' ',
        '\n',
        '"k":',
        '@',
      ]),
    )
    .join('')
}

/** Near to what the agent puts up with: nesting of 1,024, texts of errors of 1,023 bytes. */
function limits(chance: Chance): string {
  const near = (limit: number) => limit - 4 + chance.below(8)
  switch (chance.below(6)) {
    case 0: {
      const depth = near(1024)
      return `${'['.repeat(depth)}${']'.repeat(depth)}\n`
    }
    case 1: {
      const depth = near(512)
      return `${'{"a":['.repeat(depth)}${chance.once(2) ? ']}'.repeat(depth) : ''}\n`
    }
    case 2:
      return `${'x'.repeat(near(1023 - 'JSON parse error, '.length) - chance.below(40))}\n`
    case 3:
      return `["${'é'.repeat(near(500))}\\x"]\n`.replaceAll('é', '\xc3\xa9')
    case 4:
      return `{"${'n'.repeat(chance.below(3000))}":1,}\n`
    default:
      return `"${'s'.repeat(chance.below(9000))}\x01\n`
  }
}
