/** The kinds of stories. */
import { Chance } from '../chance.js'
import { request, type Step, type Story } from '../story.js'
import { dispatchStory } from './dispatch.js'
import { execStory } from './exec.js'
import { filesStory } from './files.js'
import { limitsStory } from './limits.js'
import { machineStory } from './machine.js'
import { parseStory } from './parse.js'
import { sshStory } from './ssh.js'

const MAKERS: Readonly<Record<string, (chance: Chance) => Step[]>> = {
  parse: parseStory,
  dispatch: dispatchStory,
  files: filesStory,
  exec: execStory,
  machine: machineStory,
  ssh: sshStory,
  limits: limitsStory,
}

export const KINDS: readonly string[] = Object.keys(MAKERS)

/** Those that take no longer than others. */
export const EVERYDAY_KINDS: readonly string[] = KINDS.filter(kind => kind !== 'limits')

/** Whatever was said before: the agent answers. */
const ALIVE: readonly Step[] = [{ send: '\xff' }, request('guest-sync-delimited', { id: 7 })]

/** The same for the same seed, kind and index, on any machine. */
export function makeStory(seed: string, kind: string, index: number): Story {
  const make = MAKERS[kind]
  if (make === undefined) throw new RangeError(`--kind: expected some of ${KINDS.join(', ')}, got ${kind}`)
  return { kind, index, steps: [...make(new Chance(`${seed}/${kind}/${index}`)), ...ALIVE] }
}
