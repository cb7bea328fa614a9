import { Errno } from '../../errno.js'
import { type Tool, tool } from '../tool.js'
import { AccountDatabase, GROUP, PASSWD, type Row, SHADOW } from './account-database.js'
import { dayCount, days, id, isField, refuse, shadowOptions, shell, today, usage, WRONG_ARGUMENT } from './fields.js'
import { rechown } from './homes.js'
import { accountPolicy, isName } from './policy.js'

const ID_IN_USE = 4
const NOT_FOUND = 6
const EXISTS = 9
const CANNOT_MOVE = 12
const USAGE = 'Usage: usermod [options] LOGIN\n'
const OPTIONS = [
  ...['a,append', 'b,badname', 'c,comment=', 'd,home=', 'e,expiredate=', 'f,inactive=', 'g,gid=', 'G,groups='],
  ...['l,login=', 'L,lock', 'm,move-home', 'o,non-unique', 'p,password=', 'r,remove', 'R,root=', 'P,prefix='],
  ...['s,shell=', 'u,uid=', 'U,unlock', 'v,add-subuids=', 'V,del-subuids=', 'w,add-subgids=', 'W,del-subgids='],
  'Z,selinux-user=',
]

/** shadow's usermod(8). */
export const usermod = tool(
  tool => {
    const options = shadowOptions(tool, OPTIONS, USAGE)
    const policy = accountPolicy(tool)
    refuse(tool, options, ['R', 'P', 'v', 'V', 'w', 'W', 'Z'])
    const comment = options.value('c')
    const home = options.value('d')
    const login = options.value('l')
    const password = options.value('p')
    if (comment !== undefined && !isField(comment)) throw tool.fail(`invalid field '${comment}'`, WRONG_ARGUMENT)
    if (home !== undefined && !home.startsWith('/')) throw tool.fail('homedir must be an absolute path', WRONG_ARGUMENT)
    if (home !== undefined && !isField(home)) throw tool.fail(`invalid field '${home}'`, WRONG_ARGUMENT)
    if (password !== undefined && !isField(password)) throw tool.fail(`invalid field '${password}'`, WRONG_ARGUMENT)
    if (login !== undefined && !options.has('b') && !isName(login, policy)) {
      throw tool.fail(`invalid user name '${login}': use --badname to ignore`, WRONG_ARGUMENT)
    }
    const expires = options.value('e') === undefined ? undefined : days(tool, options.value('e') ?? '')
    const inactive = options.value('f') === undefined ? undefined : dayCount(tool, options.value('f') ?? '')
    const database = new AccountDatabase(tool)
    const primary = options.value('g') === undefined ? undefined : existing(tool, database, options.value('g') ?? '')
    const groups = options
      .value('G')
      ?.split(',')
      .filter(name => name !== '')
    const names = groups?.map(name => existing(tool, database, name)[0] ?? '')
    const loginShell = options.value('s') === undefined ? undefined : shell(tool, options.value('s') ?? '')
    const uid = options.value('u') === undefined ? undefined : id(tool, 'user', options.value('u') ?? '')
    const [name = ''] = options.operands
    if (options.operands.length !== 1) throw usage(tool, USAGE)
    const account = database.find(PASSWD, name)
    if (account === undefined) throw tool.fail(`user '${name}' does not exist`, NOT_FOUND)
    if (options.list.length === 0) throw usage(tool, USAGE, 'no options')
    if (options.has('a') && groups === undefined) throw usage(tool, USAGE, '-a flag is only allowed with the -G flag')
    if (options.has('r') && groups === undefined) throw usage(tool, USAGE, '-r flag is only allowed with the -G flag')
    if (options.has('m') && home === undefined) throw usage(tool, USAGE, '-m flag is only allowed with the -d flag')
    const changing = ['L', 'U', 'p'].filter(option => options.has(option))
    if (changing.length > 1) throw usage(tool, USAGE, 'the -L, -p, and -U flags are exclusive')
    const isUsed = database.rows(PASSWD).some(row => row !== account && Number(row[2]) === uid)
    if (uid !== undefined && isUsed && !options.has('o')) throw tool.fail(`UID '${uid}' already exists`, ID_IN_USE)
    if (login !== undefined && login !== name && database.find(PASSWD, login) !== undefined) {
      throw tool.fail(`user '${login}' already exists`, EXISTS)
    }
    database.lock()
    const shadow = database.find(SHADOW, name) ?? []
    changePassword(tool, shadow, password, options.has('L'), options.has('U'))
    if (inactive !== undefined) shadow[6] = inactive
    if (expires !== undefined) shadow[7] = expires
    const before = { uid: Number(account[2]), home: account[5] ?? '' }
    set(account, 2, uid === undefined ? undefined : String(uid))
    set(account, 3, primary?.[2])
    set(account, 4, comment)
    set(account, 5, home)
    set(account, 6, loginShell)
    if (names !== undefined) changeGroups(database, name, names, options.has('a'), options.has('r'))
    if (login !== undefined) rename(database, name, login)
    database.save()
    if (options.has('m') && home !== undefined) moveHome(tool, before.home, home)
    const place = account[5] ?? ''
    if (uid !== undefined && place.length > 1 && tool.files.exists(place)) {
      rechown(tool, place, before.uid, { uid, gid: Number(account[3]) })
    }
  },
  { shortName: true },
)

function set(row: Row, at: number, text: string | undefined): void {
  if (text !== undefined) row[at] = text
}

function existing(tool: Tool, database: AccountDatabase, text: string): Row {
  const group = database.group(text)
  if (group === undefined) throw tool.fail(`group '${text}' does not exist`, NOT_FOUND)
  return group
}

function changePassword(tool: Tool, shadow: Row, password: string | undefined, lock: boolean, unlock: boolean): void {
  const current = shadow[1] ?? ''
  if (lock && !current.startsWith('!')) shadow[1] = `!${current}`
  if (unlock && /^!.?$/.test(current) && current.length === 1) {
    tool.stderr.add(
      `${tool.name}: unlocking the user's password would result in a passwordless account.\n` +
        "You should set a password with usermod -p to unlock this user's password.\n",
    )
  } else if (unlock && current.startsWith('!')) shadow[1] = current.slice(1)
  if (password !== undefined) {
    shadow[1] = password
    shadow[2] = today(tool)
  }
}

function changeGroups(
  database: AccountDatabase,
  name: string,
  names: readonly string[],
  add: boolean,
  remove: boolean,
) {
  for (const [group = ''] of database.rows(GROUP)) {
    const isNamed = names.includes(group)
    database.changeMembers(group, members => {
      const others = members.filter(member => member !== name)
      if (remove) return isNamed ? others : members
      if (isNamed) return members.includes(name) ? members : [...members, name]
      return add ? members : others
    })
  }
}

function rename(database: AccountDatabase, from: string, to: string): void {
  for (const path of [PASSWD, SHADOW]) database.rename(path, from, to)
  for (const [group = ''] of database.rows(GROUP)) {
    database.changeMembers(group, members => members.map(member => (member === from ? to : member)))
  }
}

function moveHome(tool: Tool, from: string, to: string): void {
  if (from === to) return
  if (!tool.files.exists(from)) {
    tool.stderr.add(
      `${tool.name}: The previous home directory (${from}) does not exist or is inaccessible. Move cannot be completed.\n`,
    )
    return
  }
  if (tool.files.exists(to)) throw tool.fail(`directory ${to} exists`, CANNOT_MOVE)
  try {
    tool.files.rename(from, to)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw tool.fail(`cannot rename directory ${from} to ${to}`, CANNOT_MOVE)
  }
}
