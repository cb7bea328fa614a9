/**
 * What differs between versions of the agent, besides which commands and members there are: a question a member, and an
 * answer a version. agent/history.ts has the answers.
 */
import type { Doubles, Syntax } from '../json/dialect.js'
import type { DisabledWording } from '../qapi/errors.js'

export interface Behaviour {
  // The wire
  readonly syntax: Syntax
  readonly doubles: Doubles
  /** `qmp`: a request is checked as QMP's are, and its `id` is echoed. `2.11`: there is no `id`, errors are sent back. */
  readonly requests: '2.11' | 'qmp'
  readonly disabledWording: DisabledWording
  /** What the text about a bad value of an enum shows. */
  readonly badEnumText: 'value' | 'member and value'

  // The process
  /** How commands are registered, which is the reverse of how guest-info lists them. */
  readonly registration: 'alphabetical' | 'as in the schema'
  /** While frozen, the commands that may be used then are enabled even if they are blocked. */
  readonly frozenListWins: boolean
  /** The process ends when its channel can't be read: over unix-listen when a client has left with a reply unread. */
  readonly endsOnReadError: boolean

  // Texts
  /** Failures of GLib are told as `Guest agent command failed, error was '…'`. */
  readonly wrapsFailures: boolean
  /** guest-exec-status names the parameter, or the pid. */
  readonly unknownPidText: 'parameter' | 'pid'
  /** What is told of a program that the agent ran and that failed: nothing, or its output, or its status. */
  readonly childText: 'bare' | 'output'

  // Commands
  /** Bytes that guest-file-read gives at most; undefined: as many as there is memory for. */
  readonly maxRead: bigint | undefined
  /** `inverted`: out-truncated is there when output was cut, and false. */
  readonly truncation: 'inverted' | 'told'
  readonly vcpuOrder: 'ascending' | 'directory'
  /** The host name is asked for once. */
  readonly cachesHostName: boolean
  /** The agent counts as frozen after a freeze that found nothing to freeze. */
  readonly freezesNothing: boolean
  /** A device that is mounted more than once is listed, frozen and trimmed as often. */
  readonly listsBindMounts: boolean
  /** What guest-get-fsinfo does about a device that sysfs does not have. */
  readonly missingDevice: 'fails' | 'named by number'
  /** What becomes of a disk whose controller the agent can't tell. */
  readonly unplacedDisk: 'left out' | 'listed'
  /** guest-set-time refuses at once where there is no hwclock. */
  readonly asksForHwclock: boolean
  /** What guest-shutdown runs. */
  readonly shutdownProgram: 'shutdown' | 'poweroff, halt or reboot'
  /** Which ways of suspending are tried. */
  readonly suspendsWith: 'pm-utils' | 'systemd first'
  /** Writing to /sys/power/state that fails is told as the failure of a child, or of the file. */
  readonly powerStateText: 'child' | 'file'
  /** That a processor's file `online` can't be opened is told as a call, or in words. */
  readonly cpuOpenText: 'call' | 'words'
  readonly knowsNvme: boolean
}
