/** Passwords and logins of FreeBSD: master.passwd(5), and utx.active of getutxent(3). */
import type { AccountFiles } from '../account-files.js'
import type { UserConfig } from '../config.js'
import { decodeUtx, encodeUtx } from './utx.js'

const PASSWORD = 1

export const freebsdAccounts: AccountFiles = {
  passwords: {
    path: '/etc/master.passwd',
    change: (line, hash) => line.split(':').with(PASSWORD, hash).join(':'),
    fresh: name => `${name}:*:65534:65534::0:0::/nonexistent:/usr/sbin/nologin`,
  },
  logins: { path: '/var/run/utx.active', mode: 0o644, encode: encodeUtx, decode: decodeUtx },
}

/** Between the group and the full name: login class, and when password and account expire (never). */
export function masterPasswdText(users: readonly UserConfig[]): string {
  return users
    .map(({ name, password, uid, gid, gecos, home, shell }) =>
      [name, password, uid, gid, '', 0, 0, gecos, home, shell].join(':'),
    )
    .map(line => `${line}\n`)
    .join('')
}
