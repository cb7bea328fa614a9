/** What differs between versions of the agent, as data. */
import { commands } from '../commands/registry.js'

export interface AgentProfile {
  readonly version: string
  /** In the order of guest-info. */
  readonly commandNames: readonly string[]
}

const PROFILES: readonly AgentProfile[] = [
  // guest-info lists commands in the reverse order of their registration, which in 2.11 is alphabetical.
  { version: '2.11.0', commandNames: upTo('2.11.0').toReversed() },
]

export const AGENT_VERSIONS: readonly string[] = PROFILES.map(profile => profile.version)

export function findProfile(version: string): AgentProfile {
  const profile = PROFILES.find(profile => profile.version === version)
  if (profile === undefined) {
    throw new RangeError(`agent.version: expected one of ${AGENT_VERSIONS.join(', ')}, got ${version}`)
  }
  return profile
}

/** Names of the commands that a version has, in the order of registration. */
function upTo(version: string): string[] {
  return commands.filter(command => compareVersions(command.since, version) <= 0).map(command => command.name)
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split('.').map(Number))
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
