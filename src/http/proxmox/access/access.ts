/** Who may log in, and who may do what. */
import { allPrivileges } from '../../../scenario/proxmox-privileges.js'
import { builtInRoles } from '../../../scenario/proxmox-roles.js'
import { majorOf } from '../../../scenario/proxmox-version.js'
import { ServerError } from '../error.js'
import type { ProxmoxOptions, ProxmoxUser } from '../options.js'
import { type Auth, authId, parseAuthId, ROOT } from './auth.js'
import type { Credentials } from './credentials.js'
import { privilegesWanted } from './privileges.js'
import { Rights } from './rights.js'
import { Tickets } from './tickets.js'

export interface AccessOptions {
  /** With rights that there are in that version. */
  readonly users: ProxmoxOptions['users']
  /** Of Proxmox VE: "9.0.3". */
  readonly version: string
  /** Seconds since the epoch, modulo 2 to the power of 32. */
  now(): number
}

/** Paths that everybody's permissions are told of. */
const TOP_PATHS = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms']

export class Access {
  readonly tickets: Tickets
  readonly roles: ReadonlyMap<string, ReadonlySet<string>>
  /** Undefined where anybody is let in, and may do everything. */
  readonly users: ReadonlyMap<string, ProxmoxUser> | undefined
  readonly #major: number
  readonly #all: ReadonlySet<string>
  /** By the ids of users, and of tokens with rights of their own. */
  readonly #rights = new Map<string, Rights>()

  constructor({ users, version, now }: AccessOptions) {
    this.#major = majorOf(version)
    this.#all = new Set(allPrivileges(this.#major))
    this.roles = builtInRoles(this.#major)
    this.users = users === undefined ? undefined : new Map([['root@pam', {}], ...Object.entries(users)])
    for (const [user, { rights = {}, tokens = {} }] of this.users ?? []) {
      this.#rights.set(user, new Rights(rights, this.#major))
      for (const [token, { rights }] of Object.entries(tokens)) {
        if (rights !== undefined) this.#rights.set(authId({ user, token }), new Rights(rights, this.#major))
      }
    }
    this.tickets = new Tickets(JSON.stringify(users ?? {}), now)
  }

  /** Throws ServerError 401. */
  authenticate(credentials: Credentials, method: string): Auth {
    if (this.users === undefined) return claimed(credentials)
    const { ticket, apiToken, csrfToken } = credentials
    if (ticket === undefined) {
      if (apiToken === undefined) throw new ServerError(401, 'No ticket\n')
      return this.#verifyToken(apiToken, this.users)
    }
    const user = this.tickets.userOf(ticket)
    if (user === undefined) throw new ServerError(401, 'permission denied - invalid PVE ticket\n')
    if (!this.users.has(user)) throw new ServerError(401, `no such user ('${user}')\n`)
    if (method !== 'GET' && !this.tickets.isCsrfToken(csrfToken ?? '', user)) {
      throw new ServerError(401, 'Permission denied - invalid csrf token\n')
    }
    return { user, token: undefined }
  }

  /** Whether that is the password of the user; a ticket of the user's, or of root@pam, is one too. */
  isPassword(user: string, password: string): boolean {
    if (this.users === undefined) return true
    const known = this.users.get(user)
    if (known === undefined) return false
    const ticketOf = this.tickets.userOf(password)
    return ticketOf === user || ticketOf === 'root@pam' || (known.password !== undefined && known.password === password)
  }

  /** Whether who calls has any of the privileges, named as in Proxmox VE 9, on the path; those inherited count. */
  may(auth: Auth, path: string, anyOf: readonly string[]): boolean {
    const privileges = this.privileges(auth, path)
    return this.wanted(anyOf).some(name => privileges.has(name))
  }

  /** The names of this version for those of Proxmox VE 9. */
  wanted(anyOf: readonly string[]): readonly string[] {
    return privilegesWanted(anyOf, this.#major)
  }

  privileges(auth: Auth, path: string): ReadonlySet<string> {
    const ofUser = this.#privilegesOfUser(auth.user, path)
    const ofToken = auth.token === undefined ? undefined : this.#rights.get(authId(auth))
    if (ofToken === undefined) return ofUser
    return new Set([...ofToken.on(path)].filter(name => ofUser.has(name)))
  }

  /** Where privileges may differ: the paths of the top, and those that somebody has rights on. */
  get paths(): readonly string[] {
    return [...new Set([...TOP_PATHS, ...[...this.#rights.values()].flatMap(({ paths }) => paths)])].sort()
  }

  #privilegesOfUser(user: string, path: string): ReadonlySet<string> {
    if (this.users === undefined || user === ROOT.user) return this.#all
    return this.#rights.get(user)?.on(path) ?? new Set()
  }

  #verifyToken(apiToken: string, users: ReadonlyMap<string, ProxmoxUser>): Auth {
    const refuse = (text: string) => new ServerError(401, `${text}\n`)
    const end = apiToken.lastIndexOf('=')
    if (end === -1) throw refuse('no tokenid specified')
    const id = apiToken.slice(0, end)
    const auth = parseAuthId(id)
    if (auth?.token === undefined) {
      throw refuse(`'${id}' is not a valid token ID - not able to split into user and token parts`)
    }
    const user = users.get(auth.user)
    if (user === undefined) throw refuse(`no such user ('${auth.user}')`)
    const tokens = new Map(Object.entries(user.tokens ?? {}))
    const token = tokens.get(auth.token)
    if (token === undefined) throw refuse(`no such token '${auth.token}' for user '${auth.user}'`)
    if (token.secret !== apiToken.slice(end + 1)) throw refuse('invalid token value!')
    return auth
  }
}

/** Who somebody says to be, where anybody is believed. */
function claimed({ ticket = '', apiToken = '' }: Credentials): Auth {
  const id = ticket === '' ? apiToken.split('=')[0] : ticket.split(':')[1]
  return parseAuthId(id ?? '') ?? ROOT
}
