/** Where a system keeps passwords and logins, and how. */
import type { SessionConfig } from './config.js'
import { decodeUtmp, encodeUtmp } from './utmp.js'

export interface AccountFiles {
  readonly passwords: {
    readonly path: string
    /** A line of that file with another password; `today` in days since the epoch. */
    change(line: string, hash: string, today: number): string
    /** A line for somebody who has none. */
    fresh(name: string): string
  }
  readonly logins: {
    readonly path: string
    /** Permissions of a file that is made anew. */
    readonly mode: number
    /** Where all there have ever been are kept, in the same form; nothing is kept where that file isn't there. */
    readonly history?: string
    encode(sessions: readonly SessionConfig[]): Uint8Array
    decode(bytes: Uint8Array): SessionConfig[]
  }
}

export const linuxAccounts: AccountFiles = {
  passwords: {
    path: '/etc/shadow',
    change(line, hash, today) {
      const [name, , , ...rest] = line.split(':')
      return [name, hash, today, ...rest].join(':')
    },
    fresh: name => `${name}::0:0:99999:7:::`,
  },
  // Reached through /var/run on older systems: the agent opens that path.
  logins: {
    ...{ path: '/run/utmp', mode: 0o664, history: '/var/log/wtmp' },
    ...{ encode: encodeUtmp, decode: decodeUtmp },
  },
}
