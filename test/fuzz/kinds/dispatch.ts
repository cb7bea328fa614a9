/** Requests that are JSON, and wrong in every other way. */
import type { Chance } from '../chance.js'
import type { Step } from '../story.js'
import { wildRequest } from './requests.js'

export function dispatchStory(chance: Chance): Step[] {
  return chance.list(10 + chance.below(50), () => ({
    send: `${chance.list(1 + chance.size(3), () => wildRequest(chance)).join('')}\n`,
  }))
}
