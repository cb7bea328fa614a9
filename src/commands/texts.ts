/** The texts of the commands' own errors, in one place. Those of QAPI's machinery are in qapi/errors.ts. */
import type { DeviceNumber } from '../guest/device-number.js'
import type { Errno } from '../guest/errno.js'
import type { HandleStep } from '../guest/handles.js'
import { QapiError } from '../qapi/errors.js'

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
export const execFailed = (path: string, { text }: Errno) =>
  error(`Guest agent command failed, error was 'Failed to execute child process \u201c${path}\u201d (${text})'`)
export const childFailed = (what: string) => error(`child process has failed to ${what}`)
export const childTerminated = () => error('child process has terminated abnormally')

// Freeze
export const hookNotAccessible = (path: string, { text }: Errno) =>
  error(`can't access fsfreeze hook '${path}': ${text}`)
export const hookFailed = (status: number) => error(`fsfreeze hook has failed with status ${status}`)
export const hookTerminated = () => error('fsfreeze hook has terminated abnormally')
export const mountOpenFailed = (path: string, { text }: Errno) => error(`failed to open ${path}: ${text}`)
export const freezeFailed = (path: string, { text }: Errno) => error(`failed to freeze ${path}: ${text}`)
export const trimOpenFailed = ({ text }: Errno) => `failed to open: ${text}`
export const trimNotSupported = 'trim not supported'
export const trimFailed = ({ text }: Errno) => `failed to trim: ${text}`

// Time
export const badTime = () => error('Invalid time')
export const setTimeFailed = ({ text }: Errno) => error(`Failed to set time to guest: ${text}`)
export const hwclockFailed = () => error('hwclock failed to set hardware clock to system time')

// File systems
export const sysfsEntryFailed = ({ major, minor }: DeviceNumber, { text }: Errno) =>
  error(`realpath("/sys/dev/block/${major}:${minor}"): ${text}`)

// CPUs and memory. The double slash is the agent's own.
export const cpuDirectoryMissing = (id: bigint) =>
  error(`open("/sys/devices/system/cpu/cpu${id}/"): No such file or directory`)
export const cpuStays = (id: bigint) => error(`logical processor #${id} can't be offlined`)
export const cpuWriteFailed = (id: bigint, { text }: Errno) =>
  error(`pwrite("/sys/devices/system/cpu/cpu${id}//online"): ${text}`)
export const memoryDirectoryMissing = () => error('open("/sys/devices/system/memory/"): No such file or directory')
export const noMemoryBlocks = () => error('guest reported zero memory blocks!')

// Power. The missing bracket is the agent's own.
export const badShutdownMode = () => error('mode is invalid (valid values are: halt|powerdown|reboot')
export const suspendNotSupported = () => error('the requested suspend mode is not supported by the guest')

// Passwords
export const badRawPassword = () => error('forbidden characters in raw password')
export const badUsername = () => error('forbidden characters in username')
export const noPasswd = () => error("cannot find 'passwd' program in PATH")
