/** The texts of errors that only agents on Windows have. */
import type { Errno } from '../../guest/errno.js'
import { HOLD_WRITES_TIMEOUT, type VssError } from '../../guest/windows/vss.js'
import { systemText, type Win32Error } from '../../guest/windows/win32-error.js'
import { QapiError, unsupported } from '../../qapi/errors.js'
import type { Behaviour } from '../behaviour.js'
import { glibFailed } from '../texts.js'
import type { WindowsBehaviour } from './behaviour.js'

const error = (desc: string) => new QapiError(desc)

// Files
export const badOpenMode = () => error('invalid file open mode')
export const openFailed = (path: string, { text }: Win32Error) => error(`failed to open file '${path}': ${text}`)
/** What the agent was about, in its words. */
const STEPS = {
  read: 'failed to read file',
  write: 'failed to write to file',
  seek: 'failed to seek file',
  flush: 'failed to flush file',
  close: 'failed close handle',
} as const
export type FileStep = keyof typeof STEPS
export const handleFailed = (step: FileStep, { text }: Win32Error) => error(`${STEPS[step]}: ${text}`)

// Processes. GLib names no program here.
export const execFailed = ({ text }: Errno, behaviour: Behaviour) =>
  glibFailed(`Failed to execute child process (${text})`, behaviour)
export const commandLineTooLong = (behaviour: Behaviour) =>
  glibFailed('Failed to execute helper program (Invalid argument)', behaviour)

// Freeze. The codes of VSS have no text; those that the agent makes up itself have.
export const vssNotInitialized = () => error('fsfreeze not possible as VSS failed to initialize')
export function vssFailed({ at, code }: VssError, { showsVssCode }: WindowsBehaviour): QapiError {
  const what = code === HOLD_WRITES_TIMEOUT ? "couldn't hold writes: fsfreeze is limited up to 10 seconds" : at
  const shown = showsVssCode ? `Windows error 0x${code.toString(16)}: ` : ''
  return error(`${what}: ${shown}${systemText(code)}`)
}
export const FREEZE_TIMEOUT = 'timeout when try to receive Frozen event from VSS provider'
export const notAdded = (volume: string) => `failed to add ${volume} to snapshot set`

// File systems
export const noTrim = () => error('fstrim is only supported for Win8+')

// Time. The missing blank is the agent's own.
export const badTime = (time: bigint) => error(`Time ${time}is invalid`)
export const timeServiceNotRunning = () => error('Windows Time service not running on the guest')
export const noInternet = () => error('No internet connection on guest, sync not accurate')
/** Here the text keeps the end of its line. */
export function resyncFailed(code: number): QapiError {
  const text = systemText(code)
  const reason = text === '' ? `, couldn't retrieve error message` : `: ${text}\r\n`
  return error(`w32tm failed with error (0x${code.toString(16)})${reason}`)
}

// Power
export const badShutdownMode = ({ badModeText }: WindowsBehaviour) => {
  const modes = badModeText === 'plain' ? 'halt|powerdown|reboot' : "'halt', 'powerdown', or 'reboot'"
  return error(`Parameter 'mode' expects ${modes}`)
}
export const shutdownFailed = ({ text }: Win32Error, { tellsWhyNotShutDown }: WindowsBehaviour) =>
  error(tellsWhyNotShutDown ? `guest-shutdown failed: ${text}` : 'An undefined error has occurred')
export const suspendNotSupported = (mode: 'disk' | 'ram', behaviour: Behaviour) =>
  glibFailed(`suspend-to-${mode} not supported by OS`, behaviour)

// Passwords
export const cryptedRefused = ({ cryptedText }: WindowsBehaviour) =>
  cryptedText === 'unsupported' ? unsupported() : error("'crypted' must be off on this host")
export const passwordNotSet = ({ text }: Win32Error) => error(`failed to set password: ${text}`)
export const notConverted = (behaviour: Behaviour, { cryptedText }: WindowsBehaviour) =>
  // GLib's own text, until the agent says what it was about.
  cryptedText === 'unsupported'
    ? glibFailed('Invalid byte sequence in conversion input', behaviour)
    : error("can't convert 'password' to UTF-16: Invalid byte sequence in conversion input")

// SSH keys
export const unknownUser = (name: string) => error(`User ${name} was not found`)
export const directoryNotMade = (path: string, { text }: Errno) => error(`failed to create directory ${path}: ${text}`)
