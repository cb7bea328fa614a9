/** What a scenario leaves open and the kind of system decides. */
import type { Family } from '../guest/config.js'
import type { ScenarioInput } from './schema.js'

export function familyOf({ os }: Pick<ScenarioInput, 'os'>): Family {
  return os?.family ?? 'linux'
}
