import { type LoadedScenario, loadScenario, type Override, type ScenarioInput } from '../../src/scenario/load.js'

/** Stands for what the registry of commands and the agent's versions say. */
export const vocabulary = {
  commandNames: ['guest-ping', 'guest-exec', 'guest-exec-status', 'guest-file-open', 'guest-fsfreeze-freeze'],
  agentVersions: ['2.11.0'],
}

export function load(source?: string | ScenarioInput, set: readonly Override[] = []): LoadedScenario {
  return loadScenario(source, { vocabulary, set })
}

/** The message of what a call throws; fails when it throws nothing. */
export function refusal(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('nothing was refused')
}
