/** /etc/passwd, /etc/group and /etc/shadow of the accounts that a guest is made with. */
import type { GroupConfig, UserConfig } from '../config.js'

/** `hidden`: what stands in the place of a password that is kept elsewhere. */
export function passwdText(users: readonly UserConfig[], hidden = 'x'): string {
  return lines(users.map(user => [user.name, hidden, user.uid, user.gid, user.gecos, user.home, user.shell]))
}

export function groupText(groups: readonly GroupConfig[], hidden = 'x'): string {
  return lines(groups.map(group => [group.name, hidden, group.gid, group.members.join(',')]))
}

/** `today`: days since the epoch. */
export function shadowText(users: readonly UserConfig[], today: number): string {
  return lines(users.map(user => [user.name, user.password, today, 0, 99999, 7, '', '', '']))
}

function lines(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map(row => `${row.join(':')}\n`).join('')
}
