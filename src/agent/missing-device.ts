import type { Family } from '../guest/config.js'
import { Win32Error } from '../guest/windows/win32-error.js'

const END_OF_LOG = ['failed to create guest agent channel', 'failed to initialize guest agent channel']
const ON_UNIX = ['error opening channel: No such file or directory', ...END_OF_LOG]
const { text } = new Win32Error('ERROR_FILE_NOT_FOUND')
const ON_WINDOWS = [
  `error opening path \\\\.\\Global\\org.qemu.guest_agent.0: ${text}`,
  'error opening channel',
  ...END_OF_LOG,
]

/** What qemu-ga logs that finds no device, and does not go on looking for it, line by line. */
export const MISSING_DEVICE: Readonly<Record<Family, readonly string[]>> = {
  linux: ON_UNIX,
  freebsd: ON_UNIX,
  windows: ON_WINDOWS,
}
