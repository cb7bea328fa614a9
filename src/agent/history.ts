/**
 * How the agent changed from version to version, as data. Which commands and members a version has stands with the
 * commands (`since`); here is what else it does differently. Dates between the verified versions come from QEMU's release
 * announcements, which list the commits.
 */
import type { Behaviour } from '../commands/behaviour.js'

/** Those that were compared with recordings of the real agent. A version in between is as the one below it. */
export const VERIFIED_VERSIONS: readonly string[] = ['2.11.0', '5.2.0', '7.2.22', '11.1.3']

export const OLDEST: Behaviour = {
  syntax: '2.11',
  doubles: 'f',
  requests: '2.11',
  disabledWording: 'for this instance',
  badEnumText: 'value',
  registration: 'alphabetical',
  frozenListWins: false,
  endsOnReadError: false,
  wrapsFailures: true,
  unknownPidText: 'parameter',
  childText: 'bare',
  maxRead: undefined,
  truncation: 'inverted',
  vcpuOrder: 'ascending',
  cachesHostName: true,
  freezesNothing: true,
  listsBindMounts: true,
  missingDevice: 'fails',
  unplacedDisk: 'left out',
  asksForHwclock: false,
  shutdownProgram: 'shutdown',
  suspendsWith: 'pm-utils',
  powerStateText: 'child',
  cpuOpenText: 'call',
  knowsNvme: false,
}

export interface Change {
  /** The version that brought it: a verified one where nothing tells in which release before it came. */
  readonly since: string
  /** Releases of older stable branches that got it as well, one a branch: it is there for the rest of the branch. */
  readonly backports?: readonly string[]
  /** One line, for the documentation. */
  readonly what: string
  readonly behaviour: Partial<Behaviour>
}

/** In order of versions. */
export const HISTORY: readonly Change[] = [
  {
    since: '3.1.0',
    what: 'guest-get-fsinfo lists disks without a PCI address, at -1.',
    behaviour: { unplacedDisk: 'listed' },
  },
  {
    since: '5.2.0',
    what: 'JSON is held to the standard; after a wrong byte the rest up to a structural or control character is skipped.',
    behaviour: { syntax: '5.2' },
  },
  {
    since: '5.2.0',
    what: 'Requests are checked as those of QMP, and `id` is echoed.',
    behaviour: { requests: 'qmp' },
  },
  {
    since: '5.2.0',
    what: 'The error about a disabled command has the class CommandNotFound.',
    behaviour: { disabledWording: 'for this instance, not found' },
  },
  {
    since: '5.2.0',
    what: 'guest-info lists commands in the reverse order of the schema.',
    behaviour: { registration: 'as in the schema' },
  },
  {
    since: '5.2.0',
    what: 'The agent ends when its channel fails: over unix-listen when a client leaves with a reply unread (off by default).',
    behaviour: { endsOnReadError: true },
  },
  { since: '5.2.0', what: 'guest-file-read gives 48 MiB at most.', behaviour: { maxRead: 48n << 20n } },
  { since: '5.2.0', what: 'guest-get-host-name asks afresh every time.', behaviour: { cachesHostName: false } },
  {
    since: '5.2.0',
    what: 'A freeze that finds nothing to freeze leaves the agent thawed.',
    behaviour: { freezesNothing: false },
  },
  {
    since: '5.2.0',
    what: 'guest-set-time refuses at once where there is no hwclock.',
    behaviour: { asksForHwclock: true },
  },
  { since: '5.2.0', what: 'Suspending is tried with systemd first.', behaviour: { suspendsWith: 'systemd first' } },
  { since: '6.0.0', what: 'Doubles are printed with 17 significant digits.', behaviour: { doubles: 'g' } },
  {
    since: '6.0.0',
    what: 'The error about a disabled command tells whether the agent is frozen.',
    behaviour: { disabledWording: 'frozen or not' },
  },
  {
    since: '6.0.0',
    what: 'guest-get-vcpus lists processors in the order of the directory.',
    behaviour: { vcpuOrder: 'directory' },
  },
  {
    since: '6.2.0',
    what: 'The error about a bad value names the member as well.',
    behaviour: { badEnumText: 'member and value' },
  },
  { since: '7.1.0', what: 'Disks have the bus type nvme.', behaviour: { knowsNvme: true } },
  {
    since: '7.1.0',
    what: 'guest-get-fsinfo names a device that sysfs does not have by its number.',
    behaviour: { missingDevice: 'named by number' },
  },
  {
    since: '8.2.0',
    what: 'guest-exec-status names the pid that it does not know (as `ld`).',
    behaviour: { unknownPidText: 'pid' },
  },
  {
    since: '9.1.0',
    what: 'The error about a disabled command says that it is not allowed.',
    behaviour: { disabledWording: 'not allowed' },
  },
  {
    since: '9.1.0',
    what: 'While frozen, what may be used then is enabled even if it is blocked.',
    behaviour: { frozenListWins: true },
  },
  {
    since: '9.1.0',
    what: 'Errors about programs that the agent ran show their output.',
    behaviour: { childText: 'output' },
  },
  {
    since: '9.1.0',
    what: 'guest-set-time sets the time before it looks for hwclock.',
    behaviour: { asksForHwclock: false },
  },
  {
    since: '9.1.0',
    what: 'guest-suspend-disk and -ram name the file of the kernel that could not be written.',
    behaviour: { powerStateText: 'file' },
  },
  { since: '10.0.0', what: 'Failures of GLib are told bare.', behaviour: { wrapsFailures: false } },
  {
    since: '10.0.0',
    what: 'A device that is mounted more than once counts once.',
    behaviour: { listsBindMounts: false },
  },
  {
    since: '10.2.0',
    backports: ['7.2.20', '10.0.4', '10.1.1'],
    what: 'guest-exec-status tells of all output whether it was cut.',
    behaviour: { truncation: 'told' },
  },
  {
    since: '10.2.0',
    what: 'guest-shutdown runs poweroff, halt or reboot where there is such a program.',
    behaviour: { shutdownProgram: 'poweroff, halt or reboot' },
  },
  {
    since: '11.1.0',
    what: 'JSON is parsed token by token: errors come at once, with line and column.',
    behaviour: { syntax: '11.1' },
  },
  {
    since: '11.1.0',
    what: 'guest-set-vcpus words it differently that the file of a processor can not be opened.',
    behaviour: { cpuOpenText: 'words' },
  },
]
