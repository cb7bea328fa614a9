/** The variables that arithmetic names, and how it complains. */
import type { ShellError } from '../control.js'

export interface Names {
  /** Undefined when it isn't set. Throws ShellError with set -u. */
  get(name: string, subscript: string | undefined): string | undefined
  set(name: string, subscript: string | undefined, text: string): void
  /** `token`: from where it went wrong to the end. */
  error(text: string, what: string, token: string): ShellError
}
