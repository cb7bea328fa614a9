import { isVersion, versionExpected } from '../../src/agent/versions.js'
import { commands } from '../../src/commands/registry.js'
import { type LoadedScenario, loadScenario, type Override, type ScenarioInput } from '../../src/scenario/load.js'

/** What the registry of commands and the agent's versions say: the scenarios that come with the package name them. */
export const vocabulary = {
  commandNames: commands.map(({ name }) => name),
  isAgentVersion: isVersion,
  agentVersionExpected: versionExpected,
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
