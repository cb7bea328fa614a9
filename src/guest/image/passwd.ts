/** /etc/passwd, /etc/group and /etc/shadow of the accounts that a guest is made with. */
import type { GroupConfig, UserConfig } from '../config.js'

export function passwdText(users: readonly UserConfig[]): string {
  return lines(users.map(user => [user.name, 'x', user.uid, user.gid, user.gecos, user.home, user.shell]))
}

export function groupText(groups: readonly GroupConfig[]): string {
  return lines(groups.map(group => [group.name, 'x', group.gid, group.members.join(',')]))
}

/** `today`: days since the epoch. */
export function shadowText(users: readonly UserConfig[], today: number): string {
  return lines(users.map(user => [user.name, user.password, today, 0, 99999, 7, '', '', '']))
}

function lines(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map(row => `${row.join(':')}\n`).join('')
}
