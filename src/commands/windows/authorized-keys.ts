import { Errno } from '../../guest/errno.js'
import type { CommandContext } from '../define.js'
import { GLIB_FILE_TEXTS, keysNotRead, keysNotWritten } from '../texts.js'
import { onWindows } from './behaviour.js'
import { directoryNotMade, unknownUser } from './texts.js'

/** Of all administrators together: sshd doesn't look into their folders. */
const ADMINISTRATORS = 'C:\\ProgramData\\ssh\\administrators_authorized_keys'

/** The file of authorized keys of an account. */
export class AuthorizedKeys {
  readonly #context: CommandContext
  readonly #path: string

  /** Throws QapiError for a user whom Windows doesn't know. */
  constructor(context: CommandContext, username: string) {
    const account = onWindows(context).windows.accounts.find(username)
    if (account === undefined) throw unknownUser(username)
    this.#context = context
    // The name as it was given, whatever the folder is called.
    this.#path = account.isAdministrator ? ADMINISTRATORS : `C:\\Users\\${username}\\.ssh\\authorized_keys`
  }

  /** The lines as they stand, with the CR that an editor has left. Throws QapiError. */
  read(): string[] {
    try {
      const text = this.#context.guest.files.readFile(this.#path, 'utf8')
      return text === '' ? [] : text.split('\n')
    } catch (error) {
      throw error instanceof Errno ? keysNotRead(this.#path, glib('open', error, this.#path)) : error
    }
  }

  /** Throws QapiError. */
  makeDirectory(): void {
    const folder = this.#path.slice(0, this.#path.lastIndexOf('\\'))
    try {
      this.#context.guest.files.mkdir(folder, { recursive: true })
    } catch (error) {
      throw error instanceof Errno ? directoryNotMade(folder, error) : error
    }
  }

  /** Writes the lines, without a line feed at the end. Throws QapiError. */
  write(lines: readonly string[]): void {
    try {
      this.#context.guest.files.writeFile(this.#path, lines.join('\n'))
    } catch (error) {
      throw error instanceof Errno ? keysNotWritten(this.#path, glib('create', error, this.#path)) : error
    }
  }
}

function glib(step: 'open' | 'create', error: Errno, path: string): Error {
  return new Error(GLIB_FILE_TEXTS[step](error, path))
}
