/** What differs between versions of the agent, as data. */
import type { CommandDefinition } from '../commands/define.js'
import { commands } from '../commands/registry.js'

export interface AgentProfile {
  readonly version: string
  /** In the order of guest-info. */
  readonly commandNames: readonly string[]
  /** By name: every request looks one up. */
  readonly commands: ReadonlyMap<string, CommandDefinition>
}

const PROFILES: readonly AgentProfile[] = [
  // guest-info lists commands in the reverse order of their registration, which in 2.11 is alphabetical.
  profile('2.11.0', upTo('2.11.0').toReversed()),
]

export const AGENT_VERSIONS: readonly string[] = PROFILES.map(profile => profile.version)

export function findProfile(version: string): AgentProfile {
  const profile = PROFILES.find(profile => profile.version === version)
  if (profile === undefined) {
    throw new RangeError(`agent.version: expected one of ${AGENT_VERSIONS.join(', ')}, got ${version}`)
  }
  return profile
}

function profile(version: string, list: readonly CommandDefinition[]): AgentProfile {
  return {
    version,
    commandNames: list.map(({ name }) => name),
    commands: new Map(list.map(command => [command.name, command])),
  }
}

/** The commands that a version has, in the order of registration. */
function upTo(version: string): CommandDefinition[] {
  return commands.filter(command => compareVersions(command.since, version) <= 0)
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split('.').map(Number))
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
