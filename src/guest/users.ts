/** Accounts, groups and logins, as the guest's own files tell them: /etc/passwd, /etc/group, and those of its system. */
import type { AccountFiles } from './account-files.js'
import type { OnChange } from './changes.js'
import type { SessionConfig } from './config.js'
import { unlessErrno } from './errno.js'
import { type Credentials, ROOT } from './files/credentials.js'
import type { Files } from './files/files.js'
import { DEAD_PROCESS, USER_PROCESS } from './utmp.js'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly gecos: string
  readonly home: string
  readonly shell: string
}

export interface Group {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

const DAY = 86_400_000_000_000n
const PASSWD = '/etc/passwd'
const GROUP = '/etc/group'

export class Users {
  readonly #files: Files
  readonly #paths: AccountFiles
  readonly #now: () => bigint
  readonly #onChange: OnChange

  /** `now`: nanoseconds since the epoch. */
  constructor(files: Files, paths: AccountFiles, now: () => bigint, onChange: OnChange) {
    this.#files = files
    this.#paths = paths
    this.#now = now
    this.#onChange = onChange
  }

  accounts(): readonly Account[] {
    return this.#lines(PASSWD).map(line => {
      const [name = '', , uid = '', gid = '', gecos = '', home = '', shell = ''] = line.split(':')
      return { name, uid: Number(uid), gid: Number(gid), gecos, home, shell }
    })
  }

  byName(name: string): Account | undefined {
    return this.accounts().find(account => account.name === name)
  }

  byUid(uid: number): Account | undefined {
    return this.accounts().find(account => account.uid === uid)
  }

  groups(): readonly Group[] {
    return this.#lines(GROUP).map(line => {
      const [name = '', , gid = '', members = ''] = line.split(':')
      return { name, gid: Number(gid), members: members.split(',').filter(member => member !== '') }
    })
  }

  /** Group ids of an account as initgroups(3) finds them, the primary one first. */
  groupsOf({ name, gid }: Account): readonly number[] {
    const others = this.groups().filter(({ members }) => members.includes(name))
    return [...new Set([gid, ...others.map(group => group.gid)])]
  }

  /** Who a process of that name is; root for one that /etc/passwd doesn't have. */
  credentials(name: string): Credentials {
    const account = this.byName(name)
    if (account === undefined) return ROOT
    return { uid: account.uid, gid: account.gid, groups: this.groupsOf(account) }
  }

  /** Writes the hash where the system keeps it, as chpasswd(8) does. False for a name that /etc/passwd doesn't have. */
  setPassword(name: string, hash: string): boolean {
    if (this.byName(name) === undefined) return false
    const { path, change, fresh } = this.#paths.passwords
    const lines = this.#lines(path)
    const at = lines.findIndex(line => line.startsWith(`${name}:`))
    const line = change(lines[at] ?? fresh(name), hash, Number(this.#now() / DAY))
    if (at === -1) lines.push(line)
    else lines[at] = line
    this.#files.writeFile(path, `${lines.join('\n')}\n`)
    this.#onChange({ what: 'password', user: name })
    return true
  }

  /** The records of utmp of those who are logged in, in the order of the file; none for a guest without that file. */
  sessions(): readonly SessionConfig[] {
    return this.#utmp().filter(record => record.type === USER_PROCESS)
  }

  /** Logs somebody in. `time` is in microseconds since the epoch. */
  login(session: Pick<SessionConfig, 'user' | 'line' | 'time'> & Partial<SessionConfig>): void {
    const record = { type: USER_PROCESS, pid: 0, host: '', ...session }
    this.#writeUtmp([...this.#utmp(), record])
    this.note([record])
  }

  /** Logs out whoever is on that terminal line. */
  logout(line: string): void {
    const records = this.#utmp()
    const isHere = (record: SessionConfig) => record.line === line
    this.#writeUtmp(records.filter(record => !isHere(record)))
    const time = this.#now() / 1000n
    this.note(records.filter(isHere).map(record => ({ ...record, type: DEAD_PROCESS, user: '', host: '', time })))
  }

  /** As after a boot: nobody is logged in. */
  boot(): void {
    const { path, mode } = this.#paths.logins
    if (this.#files.exists(path.slice(0, path.lastIndexOf('/')))) this.#files.writeFile(path, '', { mode })
  }

  /** Adds to what is kept of logins, and of boots, for good. */
  note(records: readonly SessionConfig[]): void {
    const { history, encode } = this.#paths.logins
    if (records.length === 0 || history === undefined || !this.#files.exists(history)) return
    this.#files.writeFile(history, encode(records), { append: true })
  }

  #writeUtmp(records: readonly SessionConfig[]): void {
    const { path, encode } = this.#paths.logins
    this.#files.writeFile(path, encode(records))
  }

  #utmp(): SessionConfig[] {
    const { path, decode } = this.#paths.logins
    const bytes = this.#readIfThere(path)
    return bytes === undefined ? [] : decode(bytes)
  }

  #lines(path: string): string[] {
    const bytes = this.#readIfThere(path)
    return bytes === undefined
      ? []
      : Buffer.from(bytes)
          .toString('utf8')
          .split('\n')
          .filter(line => line !== '')
  }

  #readIfThere(path: string): Uint8Array | undefined {
    return unlessErrno(() => this.#files.readFile(path))
  }
}
