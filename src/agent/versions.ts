/** The agent of a version: what its commands are, and how it behaves. */
import type { Behaviour } from '../commands/behaviour.js'
import type { CommandDefinition } from '../commands/define.js'
import { presenceOf } from '../commands/presence.js'
import { commandsOf } from '../commands/registry.js'
import type { Family } from '../guest/config.js'
import { unsupported } from '../qapi/errors.js'
import { forVersion } from '../qapi/for-version.js'
import { compareVersions, has, inFull } from '../qapi/version.js'
import { type Change, HISTORY, OLDEST } from './history.js'

export { VERIFIED_VERSIONS } from './history.js'

export interface AgentProfile {
  /** As guest-info tells it: three parts. */
  readonly version: string
  /** That of QEMU. */
  readonly baseVersion: string
  readonly family: Family
  readonly behaviour: Behaviour
  /** A new process asks the disk whether the one before it has left file systems frozen. */
  readonly readsFrozenFlag: boolean
  /** A process that is told to stop while frozen thaws first; others go on until they are killed. */
  readonly thawsWhenStopped: boolean
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
/** QEMU builds an agent for FreeBSD since then. What older ports had was patched, and nothing tells how it behaved. */
const FIRST_FOR_FREEBSD = '7.2.0'

/** Older ones answer guest-get-devices in a form that QEMU never released. */
const FIRST_OF_VIRTIO_WIN = '102'

const VERSION = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3}))?$/

/** Which versions can be simulated, in words. */
export function versionExpected(family: Family): string {
  const what = family === 'freebsd' ? 'qemu-ga for FreeBSD,' : 'qemu-ga'
  const more = family === 'windows' ? `, or of virtio-win from ${FIRST_OF_VIRTIO_WIN} on` : ''
  return `a version of ${what} from ${firstVersion(family)} to ${LAST_VERSION}, such as 7.2.22${more}`
}

/** Whether an agent of that version can be simulated. */
export function isVersion(version: string, family: Family): boolean {
  if (!VERSION.test(version)) return false
  if (family === 'windows' && has(version, '100') && !has(version, FIRST_OF_VIRTIO_WIN)) return false
  const base = baseVersion(version, family)
  return has(base, firstVersion(family)) && compareVersions(branchOf(base), LAST_VERSION) <= 0
}

function firstVersion(family: Family): string {
  return family === 'freebsd' ? FIRST_FOR_FREEBSD : FIRST_VERSION
}

const profiles = new Map<string, AgentProfile>()

/** Throws RangeError for a version that isn't simulated. */
export function findProfile(version: string, family: Family): AgentProfile {
  const key = `${family} ${version}`
  const known = profiles.get(key)
  if (known !== undefined) return known
  if (!isVersion(version, family)) {
    throw new RangeError(`agent.version: expected ${versionExpected(family)}, got ${version}`)
  }
  const made = makeProfile(version, family)
  profiles.set(key, made)
  return made
}

/** What agents for a system do whatever their version is. */
const ALWAYS: Partial<Record<Family, Partial<Behaviour>>> = {
  windows: { endsOnReadError: true },
}

function makeProfile(version: string, family: Family): AgentProfile {
  const base = baseVersion(version, family)
  const changes = HISTORY.filter(change => came(base, change)).map(({ behaviour }) => behaviour)
  const behaviour = Object.assign({}, OLDEST, ...changes, ALWAYS[family]) as Behaviour
  const registered = commandsOf(family).flatMap(command => profileCommand(command, family, base))
  if (behaviour.registration === 'alphabetical') registered.sort((a, b) => (a.name < b.name ? -1 : 1))
  // What was registered last stands first.
  const names = new Map(registered.toReversed().map(it => [it.name, it]))
  return {
    version: inFull(version),
    baseVersion: base,
    family,
    behaviour,
    readsFrozenFlag: family !== 'windows',
    thawsWhenStopped: family === 'windows',
    commands: names,
  }
}

function came(version: string, { since, backports = [] }: Change): boolean {
  return has(version, since) || backports.some(it => branchOf(it) === branchOf(version) && has(version, it))
}

function branchOf(version: string): string {
  return version.split('.').slice(0, 2).join('.')
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
 * The version of QEMU that an agent was built from. The packages for Windows carry numbers of their own, which begin
 * with 100.0.0: 102 and later are as 5.2 at least, 109 and later as 9.1.
 */
function baseVersion(version: string, family: Family): string {
  const [major = 0] = version.split('.').map(Number)
  if (family !== 'windows' || major < 100) return version
  return major >= 109 ? '9.1.0' : '7.2.0'
}
