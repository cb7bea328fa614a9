/** The texts of cmd.exe's own that are said in more than one place. */
import { Win32Error } from '../win32-error.js'

export const SYNTAX = 'The syntax of the command is incorrect.'

export function notRecognized(name: string): readonly string[] {
  return [`'${name}' is not recognized as an internal or external command,`, 'operable program or batch file.']
}

export function noLabel(label: string): string {
  return `The system cannot find the batch label specified - ${label}`
}

/** Nobody shall take for cmd.exe what isn't. */
export function notDone(what: string): string {
  return `mockvm: cmd.exe doesn't do ${what}; add the command line to the scenario's programs`
}

/** The line that a failed function is told with; what is no error of Windows is thrown on. */
export function errorText(error: unknown): string {
  if (error instanceof Win32Error) return error.text
  throw error
}
