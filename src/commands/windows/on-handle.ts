import { UnknownHandle } from '../../guest/handle-errors.js'
import { Win32Error } from '../../guest/windows/win32-error.js'
import { handleNotFound } from '../texts.js'
import { type FileStep, handleFailed } from './texts.js'

/** Runs what works on an open handle, and words its failures. */
export function onHandle<T>(step: FileStep, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UnknownHandle) throw handleNotFound(error.handle)
    if (error instanceof Win32Error) throw handleFailed(step, error)
    throw error
  }
}
