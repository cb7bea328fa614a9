/** ~/.ssh/authorized_keys of an account: what the three commands about SSH keys share. */
import { Errno } from '../guest/errno.js'
import { decodeName, encodeName } from '../guest/files/names.js'
import type { Account } from '../guest/users.js'
import type { QapiError } from '../qapi/errors.js'
import type { CommandContext } from './define.js'
import { GlibError, readContents, writeContents } from './glib-file.js'
import {
  badPublicKey,
  directoryModeNotSet,
  directoryNotMade,
  keysNotRead,
  keysNotWritten,
  modeNotSet,
  ownerNotSet,
  unknownUser,
} from './texts.js'

/** All that the agent asks of a key: that it is one line, and no comment. */
export function checkKeys(keys: readonly string[]): void {
  const bad = keys.find(key => key.startsWith('#') || key.includes('\n'))
  if (bad !== undefined) throw badPublicKey(bad)
}

export class AuthorizedKeys {
  readonly #context: CommandContext
  readonly #account: Account
  readonly #directory: string
  readonly #path: string

  /** Throws QapiError for a user whom the guest doesn't know. */
  constructor(context: CommandContext, username: string) {
    const account = context.guest.users.byName(username)
    if (account === undefined) throw unknownUser(username)
    this.#context = context
    this.#account = account
    this.#directory = `${account.home.replace(/\/+$/, '')}${account.home === '' ? '' : '/'}.ssh`
    this.#path = `${this.#directory}/authorized_keys`
  }

  get exists(): boolean {
    return this.#context.guest.files.exists(this.#path, this.#cred)
  }

  /** The lines of the file as they stand; behind a line feed at the end there is an empty one. Throws QapiError. */
  read(): string[] {
    try {
      const bytes = readContents(this.#context, this.#path)
      const end = bytes.indexOf(0)
      const text = decodeName(end === -1 ? bytes : bytes.subarray(0, end))
      return text === '' ? [] : text.split('\n')
    } catch (error) {
      if (error instanceof GlibError) throw keysNotRead(this.#path, error)
      throw error
    }
  }

  /** Makes the directory where there is none. Throws QapiError. */
  makeDirectory(): void {
    const { files } = this.#context.guest
    const path = this.#directory
    if (this.#isDirectory()) return
    orElse(directoryNotMade, path, () => files.mkdir(path, { mode: 0o700 }, this.#cred))
    this.#give(path)
    orElse(directoryModeNotSet, path, () => files.chmod(path, 0o700, this.#cred))
  }

  /** Writes the lines, without a line feed at the end. Throws QapiError. */
  write(lines: readonly string[]): void {
    const path = this.#path
    try {
      writeContents(this.#context, path, encodeName(lines.join('\n')))
    } catch (error) {
      if (error instanceof GlibError) throw keysNotWritten(path, error)
      throw error
    }
    this.#give(path)
    orElse(modeNotSet, path, () => this.#context.guest.files.chmod(path, 0o600, this.#cred))
  }

  get #cred() {
    const { guest, agent } = this.#context
    return guest.users.credentials(agent.user)
  }

  #isDirectory(): boolean {
    try {
      return this.#context.guest.files.stat(this.#directory, this.#cred).kind === 'directory'
    } catch (error) {
      if (error instanceof Errno) return false
      throw error
    }
  }

  #give(path: string): void {
    const { uid, gid } = this.#account
    orElse(ownerNotSet, path, () => this.#context.guest.files.chown(path, uid, gid, this.#cred))
  }
}

function orElse(failure: (path: string, reason: Errno) => QapiError, path: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    throw error instanceof Errno ? failure(path, error) : error
  }
}
