/** Of sudoers(5) what provisioning leaves there: who may run what without a password. */
import { unlessErrno } from '../../errno.js'
import type { Guest } from '../../guest.js'
import type { Account } from '../../users.js'
import { wildcard } from '../../wildcard.js'

const SUDOERS = '/etc/sudoers'
const RULE = /^(\S+)\s+\S+?\s*=\s*(?:\([^)]*\)\s*)?(.*)$/
const TAGS = /^(?:(?:NO)?[A-Z_]+:\s*)+/

/** Of several rules that fit the last one counts. `command`: its path and its arguments. */
export function needsNoPassword(guest: Guest, account: Account, command: readonly string[]): boolean {
  let isFree = false
  for (const line of lines(guest, SUDOERS)) {
    const [, who = '', what = ''] = RULE.exec(line) ?? []
    if (!isMeant(guest, account, who)) continue
    let isTagged = false
    for (const spec of what.split(',').map(text => text.trim())) {
      // A tag holds for the rest of the list.
      const [given = ''] = TAGS.exec(spec) ?? []
      if (/\b(?:NO)?PASSWD:/.test(given)) isTagged = given.includes('NOPASSWD:')
      if (fits(spec.slice(given.length), command)) isFree = isTagged
    }
  }
  return isFree
}

function isMeant(guest: Guest, account: Account, who: string): boolean {
  if (who === 'ALL' || who === account.name || who === `#${account.uid}`) return true
  if (!who.startsWith('%')) return false
  const gids = guest.users.groupsOf(account)
  return guest.users.groups().some(({ name, gid }) => name === who.slice(1) && gids.includes(gid))
}

/** ALL, or a path: alone it takes any arguments, with some just those, and "" none. */
function fits(spec: string, [path = '', ...args]: readonly string[]): boolean {
  if (spec === 'ALL') return true
  const [wanted = '', ...rest] = spec.split(/\s+/)
  if (!wildcard(wanted).test(path)) return false
  if (rest.length === 0) return true
  return rest[0] === '""' ? args.length === 0 : wildcard(rest.join(' ')).test(args.join(' '))
}

/** Lines that are no comments, with those of the files that are included. */
function lines(guest: Guest, path: string, depth = 0): string[] {
  const text = unlessErrno(() => guest.files.readFile(path, 'utf8')) ?? ''
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap(line => {
      const [, isFolder, target = ''] = /^[@#]include(dir)?\s+(\S+)/.exec(line) ?? []
      if (target !== '' && depth < DEEPEST) {
        return (isFolder ? entries(guest, target) : [target]).flatMap(file => lines(guest, file, depth + 1))
      }
      return /^\s*(?:#(?!\d)|$)/.test(line) ? [] : [line.trim()]
    })
}

const DEEPEST = 8

/** Names with a dot, or a tilde at the end, are passed over. */
function entries(guest: Guest, folder: string): string[] {
  const names = unlessErrno(() => guest.files.readdir(folder)) ?? []
  return names.filter(name => !/\.|~$/.test(name)).map(name => `${folder}/${name}`)
}
