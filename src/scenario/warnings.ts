import { actionWarnings } from './action-warnings.js'
import type { Finding } from './explain.js'
import { programWarnings } from './program-warnings.js'
import type { ScenarioInput } from './schema.js'

/** Everything in a document, in which nothing is wrong, that is likely to be a mistake. */
export function warnings(document: ScenarioInput): Finding[] {
  return [...programWarnings(document), ...actionWarnings(document)]
}
