/** The agent of a version: what its commands are, and how it behaves. */
import type { Behaviour } from '../commands/behaviour.js'
import type { CommandDefinition } from '../commands/define.js'
import { presenceOf } from '../commands/presence.js'
import { commandsOf } from '../commands/registry.js'
import type { Family } from '../guest/config.js'
import { unsupported } from '../qapi/errors.js'
import { forVersion } from '../qapi/for-version.js'
import { compareVersions, has } from '../qapi/version.js'
import { HISTORY, OLDEST } from './history.js'

export { VERIFIED_VERSIONS } from './history.js'

export interface AgentProfile {
  /** As guest-info tells it. */
  readonly version: string
  /** That of QEMU. */
  readonly baseVersion: string
  readonly family: Family
  readonly behaviour: Behaviour
  /** A new process asks the disk whether the one before it has left file systems frozen. */
  readonly readsFrozenFlag: boolean
  /** By name, in the order of guest-info: every request looks one up. */
  readonly commands: ReadonlyMap<string, ProfileCommand>
}

export interface ProfileCommand extends CommandDefinition {
  /** False: the agent lists it, and refuses it whatever its block list says. */
  readonly isPossible: boolean
}

/** The range of versions that can be simulated, both ends included. */
export const FIRST_VERSION = '2.11.0'
export const LAST_VERSION = '11.1'

const VERSION = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3}))?$/

export const VERSION_EXPECTED = `a version of qemu-ga from ${FIRST_VERSION} to ${LAST_VERSION}, such as 7.2.22`

/** Whether an agent of that version can be simulated. */
export function isVersion(version: string, family: Family): boolean {
  if (!VERSION.test(version)) return false
  const base = baseVersion(version, family)
  return has(base, FIRST_VERSION) && compareVersions(base.split('.').slice(0, 2).join('.'), LAST_VERSION) <= 0
}

const profiles = new Map<string, AgentProfile>()

/** Throws RangeError for a version that isn't simulated. */
export function findProfile(version: string, family: Family): AgentProfile {
  const key = `${family} ${version}`
  const known = profiles.get(key)
  if (known !== undefined) return known
  if (!isVersion(version, family)) {
    throw new RangeError(`agent.version: expected ${VERSION_EXPECTED}, got ${version}`)
  }
  const made = makeProfile(version, family)
  profiles.set(key, made)
  return made
}

function makeProfile(version: string, family: Family): AgentProfile {
  const base = baseVersion(version, family)
  const changes = HISTORY.filter(({ since }) => has(base, since)).map(({ behaviour }) => behaviour)
  const behaviour = Object.assign({}, OLDEST, ...changes) as Behaviour
  const registered = commandsOf(family).flatMap(command => profileCommand(command, family, base))
  if (behaviour.registration === 'alphabetical') registered.sort((a, b) => (a.name < b.name ? -1 : 1))
  // What was registered last stands first.
  const names = new Map(registered.toReversed().map(it => [it.name, it]))
  return { version, baseVersion: base, family, behaviour, readsFrozenFlag: family !== 'windows', commands: names }
}

function profileCommand(command: CommandDefinition, family: Family, version: string): ProfileCommand[] {
  const presence = presenceOf(command.name, command.since, family, version)
  if (presence === 'absent') return []
  const known: ProfileCommand = {
    ...command,
    args: forVersion(command.args, version) ?? command.args,
    returns: command.returns && forVersion(command.returns, version),
    isPossible: presence !== 'disabled',
  }
  return [presence === 'unsupported' ? { ...known, run: refuse } : known]
}

function refuse(): never {
  throw unsupported()
}

/**
 * The version of QEMU that an agent was built from. The packages for Windows carry numbers of their own, from 100.0.0 on:
 * 102 and later are as 5.2 at least, 109 and later as 9.1.
 */
function baseVersion(version: string, family: Family): string {
  const [major = 0] = version.split('.').map(Number)
  if (family !== 'windows' || major < 100) return version
  return major >= 109 ? '9.1.0' : major >= 102 ? '7.2.0' : '5.2.0'
}
