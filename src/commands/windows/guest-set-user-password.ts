import { Win32Error } from '../../guest/windows/win32-error.js'
import { decodeBase64 } from '../base64.js'
import { elsewhere } from '../define.js'
import { guestSetUserPassword } from '../guest-set-user-password.js'
import { onWindows } from './behaviour.js'
import { cryptedRefused, notConverted, passwordNotSet } from './texts.js'

export const guestSetUserPasswordOnWindows = elsewhere(
  guestSetUserPassword,
  (context, { username, password: base64, crypted }) => {
    const { windows, behaviour } = onWindows(context)
    if (crypted) throw cryptedRefused(behaviour)
    const decoded = decodeBase64(base64)
    // A C string: it ends at its first NUL.
    const end = decoded.indexOf(0)
    const password = toText(end === -1 ? decoded : decoded.subarray(0, end))
    if (password === undefined) throw notConverted(context.agent.behaviour, behaviour)
    try {
      windows.accounts.setPassword(username, password)
    } catch (error) {
      throw error instanceof Win32Error ? passwordNotSet(error) : error
    }
  },
)

/** Undefined for what is no UTF-8. */
function toText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
