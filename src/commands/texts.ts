/** The texts of the commands' own errors, in one place. Those of QAPI's machinery are in qapi/errors.ts. */
import type { DeviceNumber } from '../guest/device-number.js'
import type { Errno } from '../guest/errno.js'
import type { HandleStep } from '../guest/handles.js'
import type { Ending } from '../guest/processes.js'
import { decodeText } from '../json/text.js'
import { invalidParameter, QapiError } from '../qapi/errors.js'
import type { Behaviour } from './behaviour.js'

const error = (desc: string) => new QapiError(desc)

export const badBase64 = () => error('Base64 data contains invalid characters')
export const badArgumentValue = (value: bigint, argument: string) =>
  error(`value '${value}' is invalid for argument ${argument}`)

// Files
export const handleNotFound = (handle: bigint) => error(`handle '${handle}' has not been found`)
export const badOpenMode = (mode: string) => error(`invalid file open mode '${mode}'`)
export const openFailed = (path: string, mode: string, { text }: Errno) =>
  error(`failed to open file '${path}' (mode: '${mode}'): ${text}`)
/** Without an errno the agent found only the stream's error flag up. */
const withReason = (what: string, reason: Errno | undefined) =>
  error(reason === undefined ? what : `${what}: ${reason.text}`)
export const handleFailed: Readonly<Record<HandleStep, (reason: Errno | undefined) => QapiError>> = {
  read: reason => withReason('failed to read file', reason),
  write: reason => withReason('failed to write to file', reason),
  seek: reason => withReason('failed to seek file', reason),
  flush: reason => withReason('failed to flush file', reason),
  close: reason => withReason('failed to close handle', reason),
}
export const badWhence = (code: bigint) => error(`invalid whence code ${code}`)
export const stateNotSaved = () => error('failed to commit persistent state to disk')

// Processes. GLib puts typographic quotes around the path.
export const execFailed = (path: string, { text }: Errno, behaviour: Behaviour) =>
  glibFailed(`Failed to execute child process \u201c${path}\u201d (${text})`, behaviour)
/** What GLib says, as versions pass it on. */
export const glibFailed = (text: string, { wrapsFailures }: Behaviour) =>
  error(wrapsFailures ? `Guest agent command failed, error was '${text}'` : text)
export const unknownPid = ({ unknownPidText }: Behaviour) =>
  // The missing number is the agent's own: its format string lacks a percent sign.
  unknownPidText === 'pid' ? error('PID ld does not exist') : invalidParameter('pid')

// Programs that the agent itself runs, and waits for
const TERMINATED = 'child process has terminated abnormally'
/** `what` they are to do, and how versions that show none of their output put it. */
const CHILD_TASKS = {
  hook: {
    what: 'execute fsfreeze hook',
    failed: (status: number) => `fsfreeze hook has failed with status ${status}`,
    terminated: 'fsfreeze hook has terminated abnormally',
  },
  hwclock: {
    what: 'set hardware clock to system time',
    failed: () => 'hwclock failed to set hardware clock to system time',
    terminated: TERMINATED,
  },
  shutdown: {
    what: 'shutdown',
    failed: () => 'child process has failed to shutdown',
    terminated: TERMINATED,
  },
  password: {
    what: 'set user password',
    failed: () => 'child process has failed to set user password',
    terminated: TERMINATED,
  },
} as const
export type ChildTask = keyof typeof CHILD_TASKS

export function childFailed(
  task: ChildTask,
  { ending, output }: { readonly ending: Ending; readonly output: Uint8Array },
  { childText }: Behaviour,
): QapiError {
  const { what, failed, terminated } = CHILD_TASKS[task]
  if (childText === 'bare') return error('signal' in ending ? terminated : failed(ending.exitCode))
  // A C string: it ends at its first NUL.
  const end = output.indexOf(0)
  const text = decodeText(Buffer.from(end === -1 ? output : output.subarray(0, end)))
  if ('signal' in ending) return error(text === '' ? TERMINATED : `${TERMINATED}: ${text}`)
  return error(`child process has failed to ${what}: ${text === '' ? `exit status ${ending.exitCode}` : text}`)
}
/** What the child writes that can't become its program: with a line feed, that ends up in the reply. */
export const execInChildFailed = (path: string, { text }: Errno) => `failed to exec '${path}': ${text}\n`

// Freeze
export const hookNotAccessible = (path: string, { text }: Errno) =>
  error(`can't access fsfreeze hook '${path}': ${text}`)
export const mountOpenFailed = (path: string, { text }: Errno) => error(`failed to open ${path}: ${text}`)
export const freezeFailed = (path: string, { text }: Errno) => error(`failed to freeze ${path}: ${text}`)
// Those of FreeBSD
export const alreadyFrozen = () => error('filesystems have already frozen')
export const ufsSuspendNotOpened = ({ text }: Errno) => error(`Could not open '/dev/ufssuspend': ${text}`)
export const mountStatFailed = (path: string, { text }: Errno) => error(`stat failed on ${path}: ${text}`)
export const trimOpenFailed = ({ text }: Errno) => `failed to open: ${text}`
export const trimNotSupported = 'trim not supported'
export const trimFailed = ({ text }: Errno) => `failed to trim: ${text}`

// Time
/** The agent shows an errno that is none of the time's: what the last read of its channel has left, for want of more. */
export const badTime = () => error('Invalid time: Resource temporarily unavailable')
export const setTimeFailed = ({ text }: Errno) => error(`Failed to set time to guest: ${text}`)

// File systems
export const sysfsEntryFailed = ({ major, minor }: DeviceNumber, { text }: Errno) =>
  error(`realpath("/sys/dev/block/${major}:${minor}"): ${text}`)

// CPUs and memory. The double slash is the agent's own.
export const cpuDirectoryMissing = (id: bigint) =>
  error(`open("/sys/devices/system/cpu/cpu${id}/"): No such file or directory`)
export const cpuStays = (id: bigint) => error(`logical processor #${id} can't be offlined`)
export const cpuOpenFailed = (id: bigint, { text }: Errno, { cpuOpenText }: Behaviour) => {
  const path = `/sys/devices/system/cpu/cpu${id}//online`
  return error(cpuOpenText === 'call' ? `open("${path}"): ${text}` : `could not open ${path}: ${text}`)
}
export const cpuWriteFailed = (id: bigint, { text }: Errno) =>
  error(`pwrite("/sys/devices/system/cpu/cpu${id}//online"): ${text}`)
export const memoryDirectoryMissing = () => error('open("/sys/devices/system/memory/"): No such file or directory')
export const noMemoryBlocks = () => error('guest reported zero memory blocks!')

// Power. The missing bracket is the agent's own.
export const badShutdownMode = () => error('mode is invalid (valid values are: halt|powerdown|reboot')
export const suspendNotSupported = () => error('the requested suspend mode is not supported by the guest')
export const suspendFailed = ({ powerStateText }: Behaviour, { text }: Errno) =>
  error(
    powerStateText === 'child'
      ? 'child process has failed to suspend'
      : `suspend: cannot write to '/sys/power/state': ${text}`,
  )
export const suspendTerminated = () => error(TERMINATED)
export const helperFailed = (command: string, status: number) =>
  error(`the helper program '${command}' returned an unexpected exit status code (${status})`)

// Passwords
export const badRawPassword = () => error('forbidden characters in raw password')
export const badUsername = () => error('forbidden characters in username')
export const noPasswd = () => error("cannot find 'passwd' program in PATH")

// SSH keys. GLib puts typographic quotes around paths; the agent speaks of a directory where it means the file too.
export const badPublicKey = (key: string) => error(`invalid OpenSSH public key: '${key}'`)
/** The agent shows an errno that nobody has set. */
export const unknownUser = (name: string) => error(`failed to lookup user '${name}': Success`)
export const keysNotRead = (path: string, { message }: Error) => error(`failed to read '${path}': ${message}`)
export const keysNotWritten = (path: string, { message }: Error) => error(`failed to write to '${path}': ${message}`)
export const directoryNotMade = (path: string, { text }: Errno) =>
  error(`failed to create directory '${path}': ${text}`)
export const ownerNotSet = (path: string, { text }: Errno) =>
  error(`failed to set ownership of directory '${path}': ${text}`)
export const directoryModeNotSet = (path: string, { text }: Errno) =>
  error(`failed to set permissions of directory '${path}': ${text}`)
export const modeNotSet = (path: string, { text }: Errno) => error(`failed to set permissions of '${path}': ${text}`)
export const GLIB_FILE_TEXTS = {
  open: ({ text }: Errno, path: string) => `Failed to open file \u201c${path}\u201d: ${text}`,
  read: ({ text }: Errno, path: string) => `Error reading file \u201c${path}\u201d: ${text}`,
  create: ({ text }: Errno, path: string) => `Failed to create file \u201c${path}\u201d: ${text}`,
  write: ({ text }: Errno, path: string) => `Failed to write file \u201c${path}\u201d: write() failed: ${text}`,
  rename: ({ text }: Errno, path: string, to: string) =>
    `Failed to rename file \u201c${path}\u201d to \u201c${to}\u201d: g_rename() failed: ${text}`,
} as const
