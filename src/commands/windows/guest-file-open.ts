import { InvalidMode } from '../../guest/handle-errors.js'
import { Win32Error } from '../../guest/windows/win32-error.js'
import { QapiError } from '../../qapi/errors.js'
import { elsewhere } from '../define.js'
import { guestFileOpen } from '../guest-file-open.js'
import { badOpenMode, openFailed } from './texts.js'

export const guestFileOpenOnWindows = elsewhere(guestFileOpen, ({ guest, agent }, { path, mode = 'r' }) => {
  try {
    return guest.handles.open(path, mode)
  } catch (error) {
    if (error instanceof InvalidMode) throw badOpenMode()
    if (error instanceof Win32Error) throw openFailed(path, error)
    // It reports that its state can't be saved, and then that the file can't be opened: two errors are one too many.
    if (error instanceof QapiError) agent.abort(`${error.desc}, and a second error was set`)
    throw error
  }
})
