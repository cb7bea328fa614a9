/** What differs between versions of the agent, as data. */
import { commands } from '../commands/registry.js'

export interface AgentProfile {
  readonly version: string
  /** In the order of guest-info. */
  readonly commandNames: readonly string[]
}

const PROFILES: readonly AgentProfile[] = [
  // guest-info lists commands in the reverse order of their registration, which in 2.11 is alphabetical.
  { version: '2.11.0', commandNames: commands.map(command => command.name).toReversed() },
]

export const AGENT_VERSIONS: readonly string[] = PROFILES.map(profile => profile.version)

export function findProfile(version: string): AgentProfile {
  const profile = PROFILES.find(profile => profile.version === version)
  if (profile === undefined) {
    throw new RangeError(`agent.version: expected one of ${AGENT_VERSIONS.join(', ')}, got ${version}`)
  }
  return profile
}
