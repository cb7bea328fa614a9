import { HandleError, UnknownHandle } from '../guest/handles.js'
import { handleFailed, handleNotFound } from './texts.js'

/** Runs what works on an open handle, and words its failures. */
export function onHandle<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UnknownHandle) throw handleNotFound(error.handle)
    if (error instanceof HandleError) throw handleFailed[error.step](error.errno)
    throw error
  }
}
