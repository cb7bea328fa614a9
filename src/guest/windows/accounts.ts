/** Local accounts, their passwords, and who is logged on. */
import type { OnChange } from '../changes.js'
import type { LogonConfig, PasswordPolicy, WindowsUserConfig } from './config.js'
import { isSameName } from './names.js'
import { Win32Error } from './win32-error.js'

export interface AccountsSnapshot {
  readonly sessions: readonly LogonConfig[]
  /** Those that were set, by name. */
  readonly passwords: readonly (readonly [user: string, password: string])[]
}

export class Accounts {
  readonly all: readonly WindowsUserConfig[]
  readonly #policy: PasswordPolicy
  readonly #onChange: OnChange
  #sessions: readonly LogonConfig[]
  #passwords = new Map<string, string>()

  constructor(
    users: readonly WindowsUserConfig[],
    sessions: readonly LogonConfig[],
    policy: PasswordPolicy,
    onChange: OnChange,
  ) {
    this.all = users
    this.#sessions = sessions
    this.#policy = policy
    this.#onChange = onChange
  }

  /** Upper and lower case are the same. */
  find(name: string): WindowsUserConfig | undefined {
    return this.all.find(user => isSameName(user.name, name))
  }

  /** In the order of the sessions. */
  sessions(): readonly LogonConfig[] {
    return this.#sessions
  }

  /** `time` is in microseconds since the epoch. */
  logOn(session: LogonConfig): void {
    this.#sessions = [...this.#sessions, session]
  }

  logOff(session: string): void {
    this.#sessions = this.#sessions.filter(it => it.session !== session)
  }

  /** The password that was set; undefined while it is still the first one, which nobody knows. */
  passwordOf(name: string): string | undefined {
    return this.#passwords.get(this.find(name)?.name ?? '')
  }

  /** NetUserSetInfo. Throws Win32Error: NERR_UserNotFound, NERR_PasswordTooShort. */
  setPassword(name: string, password: string): void {
    const user = this.find(name)
    if (user === undefined) throw new Win32Error('NERR_UserNotFound', name)
    if (!isAllowed(password, user.name, this.#policy)) throw new Win32Error('NERR_PasswordTooShort')
    this.#passwords.set(user.name, password)
    this.#onChange({ what: 'password', user: user.name })
  }

  /** As after a boot: nobody is logged on. */
  boot(): void {
    this.#sessions = []
  }

  snapshot(): AccountsSnapshot {
    return { sessions: this.#sessions, passwords: [...this.#passwords] }
  }

  restore({ sessions, passwords }: AccountsSnapshot): void {
    this.#sessions = sessions
    this.#passwords = new Map(passwords)
  }
}

const KINDS = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u]
/** A complex password has characters of so many kinds, and is so long at least. */
const KINDS_NEEDED = 3
const SHORTEST_COMPLEX = 6
/** Shorter names of accounts may stand in a password. */
const SHORTEST_NAME = 3

function isAllowed(password: string, user: string, { minimumLength, isComplex }: PasswordPolicy): boolean {
  if (password.length < minimumLength) return false
  if (!isComplex) return true
  const hasName = user.length >= SHORTEST_NAME && password.toLowerCase().includes(user.toLowerCase())
  const kinds = KINDS.filter(kind => kind.test(password)).length
  return password.length >= SHORTEST_COMPLEX && !hasName && kinds >= KINDS_NEEDED
}
