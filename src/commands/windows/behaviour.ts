/**
 * What agents on Windows answer differently from version to version, besides what all agents do: a question a member, and
 * the answers as a history. Versions are those of QEMU.
 */
import { has } from '../../qapi/version.js'
import type { CommandContext } from '../define.js'

export interface WindowsBehaviour {
  /** How a name is found for a build: one for all; only for builds that are known; that of the last known one before. */
  readonly osNames: 'one for all' | 'known builds' | 'last known build'
  /** Windows Server 2025 has a name, and how it is spelt. */
  readonly server2025: 'unknown' | 'misspelt' | 'known'
  /** Windows 7 has an empty version-id, or none. */
  readonly windows7Id: 'empty' | 'absent'
  /** What guest-get-time counts in, nanoseconds. */
  readonly timeUnit: bigint
  /** How long it waits for VSS to freeze, nanoseconds. */
  readonly freezeWait: bigint
  /** Errors of VSS show their code. */
  readonly showsVssCode: boolean
  /** What becomes of the commands that need VSS where there is none. */
  readonly withoutVss: 'disabled' | 'failing'
  /** Of which volumes guest-get-fsinfo tells the bytes. */
  readonly tellsBytesOf: 'mounted volumes' | 'all volumes'
  /** Disks of which buses get a PCI address; the older way mistakes the slot for the domain. */
  readonly pciAddressOf: 'SCSI, ATA, RAID and SAS' | 'all'
  /** What it says to a hash in place of a password. */
  readonly cryptedText: 'unsupported' | 'must be off'
  readonly badModeText: 'plain' | 'quoted'
  /** guest-fstrim refuses where defrag.exe knows no trimming. */
  readonly trimsFromWindows8On: boolean
  /** A shutdown that Windows refuses is told with its reason. */
  readonly tellsWhyNotShutDown: boolean
  /** The length of a prefix that it doesn't know. */
  readonly unknownPrefix: -1 | 255
}

const OLDEST: WindowsBehaviour = {
  osNames: 'one for all',
  server2025: 'unknown',
  windows7Id: 'empty',
  timeUnit: 1_000_000n,
  freezeWait: 10_000_000_000n,
  showsVssCode: false,
  withoutVss: 'disabled',
  tellsBytesOf: 'mounted volumes',
  pciAddressOf: 'SCSI, ATA, RAID and SAS',
  cryptedText: 'unsupported',
  badModeText: 'plain',
  trimsFromWindows8On: false,
  tellsWhyNotShutDown: false,
  unknownPrefix: -1,
}

export interface WindowsChange {
  /** The version that brought it: one that was read where nothing tells in which release before it came. */
  readonly since: string
  /** One line, for the documentation. */
  readonly what: string
  readonly behaviour: Partial<WindowsBehaviour>
}

/** In order of versions. */
export const WINDOWS_HISTORY: readonly WindowsChange[] = [
  {
    since: '5.2.0',
    what: 'Windows Server 2019 has a name; builds that are not known are N/A.',
    behaviour: { osNames: 'known builds' },
  },
  {
    since: '5.2.0',
    what: 'Disks of every bus get a PCI address, and the right one.',
    behaviour: { pciAddressOf: 'all' },
  },
  {
    since: '5.2.0',
    what: 'guest-fstrim refuses before Windows 8.',
    behaviour: { trimsFromWindows8On: true },
  },
  {
    since: '5.2.0',
    what: 'guest-shutdown tells why Windows refuses.',
    behaviour: { tellsWhyNotShutDown: true },
  },
  {
    since: '5.2.0',
    what: 'A prefix of unknown length is 255, as Windows says.',
    behaviour: { unknownPrefix: 255 },
  },
  {
    since: '7.2.0',
    what: 'Windows 11 and Windows Server 2022 have names, and later builds the name of the last one before.',
    behaviour: { osNames: 'last known build' },
  },
  { since: '7.2.0', what: 'guest-get-time counts microseconds.', behaviour: { timeUnit: 1000n } },
  {
    since: '7.2.0',
    what: 'A freeze may take 60 s instead of 10 s.',
    behaviour: { freezeWait: 60_000_000_000n },
  },
  {
    since: '7.2.0',
    what: 'The error about a bad mode of guest-shutdown has quotes.',
    behaviour: { badModeText: 'quoted' },
  },
  { since: '8.0.0', what: 'Windows 7 has no version-id.', behaviour: { windows7Id: 'absent' } },
  {
    since: '9.1.0',
    what: 'Without VSS the commands that need it fail instead of being disabled.',
    behaviour: { withoutVss: 'failing' },
  },
  {
    since: '9.1.0',
    what: 'Windows Server 2025 has a name, with a slip of the pen.',
    behaviour: { server2025: 'misspelt' },
  },
  {
    since: '9.1.0',
    what: "guest-set-user-password says that 'crypted' must be off.",
    behaviour: { cryptedText: 'must be off' },
  },
  { since: '10.0.0', what: 'Windows Server 2025 is spelt right.', behaviour: { server2025: 'known' } },
  { since: '10.2.0', what: 'Errors of VSS show their code.', behaviour: { showsVssCode: true } },
  {
    since: '10.2.0',
    what: 'guest-get-fsinfo tells the bytes of volumes that are mounted nowhere, too.',
    behaviour: { tellsBytesOf: 'all volumes' },
  },
]

const known = new Map<string, WindowsBehaviour>()

/** How the agent of that version of QEMU behaves. */
export function windowsBehaviour(version: string): WindowsBehaviour {
  const behaviour = known.get(version) ?? makeBehaviour(version)
  known.set(version, behaviour)
  return behaviour
}

function makeBehaviour(version: string): WindowsBehaviour {
  const changes = WINDOWS_HISTORY.filter(({ since }) => has(version, since)).map(({ behaviour }) => behaviour)
  return Object.assign({}, OLDEST, ...changes) as WindowsBehaviour
}

/** What commands on Windows need. Throws TypeError in a guest that isn't Windows. */
export function onWindows({ guest, agent }: CommandContext) {
  const { windows } = guest
  if (windows === undefined) throw new TypeError('expected a Windows guest')
  return { windows, behaviour: windowsBehaviour(agent.baseVersion) }
}
