import { type Tool, tool } from '../tool.js'
import { AccountDatabase, GROUP, GSHADOW, PASSWD, SHADOW } from './account-database.js'
import { dayCount, days, id, isField, refuse, shadowOptions, shell, today, usage, WRONG_ARGUMENT } from './fields.js'
import { makeHome } from './homes.js'
import { type AccountPolicy, accountPolicy, freeId, freeSystemId, isName, mailbox } from './policy.js'

const ID_IN_USE = 4
const NO_GROUP = 6
const EXISTS = 9
const NO_ID = 4
const USAGE = 'Usage: useradd [options] LOGIN\n       useradd -D\n       useradd -D [options]\n'
const OPTIONS = [
  ...['badname', 'b,base-dir=', 'btrfs-subvolume-home', 'c,comment=', 'd,home-dir=', 'D,defaults', 'e,expiredate='],
  ...['F,add-subids-for-system', 'f,inactive=', 'g,gid=', 'G,groups=', 'k,skel=', 'K,key=', 'l,no-log-init'],
  ...['m,create-home', 'M,no-create-home', 'N,no-user-group', 'o,non-unique', 'p,password=', 'r,system', 'R,root='],
  ...['P,prefix=', 's,shell=', 'u,uid=', 'U,user-group', 'Z,selinux-user='],
]

/** shadow's useradd(8). */
export const useradd = tool(
  tool => {
    const options = shadowOptions(tool, OPTIONS, USAGE)
    const policy = accountPolicy(tool)
    refuse(tool, options, ['btrfs-subvolume-home', 'F', 'K', 'R', 'P', 'Z'])
    if (options.has('D')) {
      if (options.list.length > 1) throw tool.fail("mockvm doesn't do -D with other options yet")
      tool.print(defaults(policy))
      return
    }
    const comment = options.value('c') ?? ''
    const password = options.value('p') ?? '!'
    const base = options.value('b') ?? policy.home
    const homeGiven = options.value('d')
    if (!isField(comment)) throw tool.fail(`invalid comment '${comment}'`, WRONG_ARGUMENT)
    if (homeGiven !== undefined && (!homeGiven.startsWith('/') || !isField(homeGiven))) {
      throw tool.fail(`invalid home directory '${homeGiven}'`, WRONG_ARGUMENT)
    }
    if (!base.startsWith('/') || !isField(base)) throw tool.fail(`invalid base directory '${base}'`, WRONG_ARGUMENT)
    if (!isField(password)) throw tool.fail(`invalid field '${password}'`, WRONG_ARGUMENT)
    const expires = days(tool, options.value('e') ?? '')
    const inactive = dayCount(tool, options.value('f') ?? '-1')
    const uidGiven = options.value('u') === undefined ? undefined : id(tool, 'user', options.value('u') ?? '')
    const loginShell = shell(tool, options.value('s') ?? policy.shell)
    const database = new AccountDatabase(tool)
    const groups = supplementary(tool, database, options.value('G'))
    const primary = primaryGroup(tool, database, options.value('g'))
    const isSystem = options.has('r')
    const ownGroup = options.has('U') || (primary === undefined && !options.has('N'))
    if (options.has('U') && options.has('g')) throw usage(tool, USAGE, 'options -U and -g conflict')
    if (options.has('U') && options.has('N')) throw usage(tool, USAGE, 'options -U and -N conflict')
    if (options.has('m') && options.has('M')) throw usage(tool, USAGE, 'options -m and -M conflict')
    const [name = ''] = options.operands
    if (options.operands.length !== 1) throw usage(tool, USAGE)
    if (!options.has('badname') && !isName(name, policy)) {
      throw tool.fail(`invalid user name '${name}': use --badname to ignore`, WRONG_ARGUMENT)
    }
    if (database.find(PASSWD, name) !== undefined) throw tool.fail(`user '${name}' already exists`, EXISTS)
    if (ownGroup && database.find(GROUP, name) !== undefined) {
      const mend = 'if you want to add this user to that group, use -g.'
      throw tool.fail(`group ${name} exists - ${mend}`, EXISTS)
    }
    database.lock()
    const isUsed = (uid: number) => database.rows(PASSWD).some(row => Number(row[2]) === uid)
    const isGroup = (gid: number) => database.rows(GROUP).some(row => Number(row[2]) === gid)
    if (uidGiven !== undefined && isUsed(uidGiven) && !options.has('o')) {
      throw tool.fail(`UID ${uidGiven} is not unique`, ID_IN_USE)
    }
    const find = isSystem ? freeSystemId : freeId
    const range = isSystem ? policy.systemIds : policy.ids
    const uid = uidGiven ?? find(range, isUsed)
    // The group has the number of the account, if that is free.
    const gid = ownGroup
      ? uid !== undefined && !isGroup(uid)
        ? uid
        : find(range, isGroup)
      : (primary ?? policy.defaultGroup)
    if (uid === undefined) throw tool.fail("can't get unique UID (no more available UIDs)", NO_ID)
    if (gid === undefined) throw tool.fail("can't get unique GID (no more available GIDs)", NO_ID)
    const home = homeGiven ?? `${base.replace(/\/+$/, '')}/${name}`
    const [minimum, maximum, warning] = isSystem ? ['', '', ''] : policy.passwordDays
    database.add(PASSWD, [name, 'x', String(uid), String(gid), comment, home, loginShell])
    database.add(SHADOW, [name, password, today(tool), minimum, maximum, warning, inactive, expires, ''])
    if (ownGroup) {
      database.add(GROUP, [name, 'x', String(gid), ''])
      database.add(GSHADOW, [name, '!', '', ''])
    }
    for (const group of groups) database.changeMembers(group, members => [...members, name])
    database.save()
    const createsHome = options.has('m') || (policy.createsHome && !options.has('M') && !isSystem)
    if (createsHome) {
      if (tool.files.exists(home)) warnOfHome(tool)
      else makeHome(tool, home, options.value('k') ?? policy.skeleton, policy.homeMode, { uid, gid })
    }
    if (createsHome && policy.mailSpool !== undefined && tool.files.exists(policy.mailSpool)) {
      const path = mailbox(policy, name)
      tool.files.writeFile(path, '', { mode: 0o660 })
      tool.files.chown(path, uid, tool.guest.users.groups().find(group => group.name === 'mail')?.gid ?? gid)
    }
  },
  { shortName: true },
)

function warnOfHome(tool: Tool): void {
  tool.stderr.add(
    `${tool.name}: warning: the home directory already exists.\n` +
      `${tool.name}: Not copying any file from skel directory into it.\n`,
  )
}

/** Names of the groups of -G. */
function supplementary(tool: Tool, database: AccountDatabase, text: string | undefined): string[] {
  const names = (text ?? '').split(',').filter(name => name !== '')
  const groups = names.flatMap(name => {
    const group = database.group(name)?.[0]
    if (group === undefined) tool.warn(`group '${name}' does not exist`, NO_GROUP)
    return group ?? []
  })
  if (groups.length < names.length) throw tool.exit(NO_GROUP)
  return [...new Set(groups)]
}

function primaryGroup(tool: Tool, database: AccountDatabase, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const gid = database.group(text)?.[2]
  if (gid === undefined) throw tool.fail(`group '${text}' does not exist`, NO_GROUP)
  return Number(gid)
}

function defaults({ shell, home, skeleton, mailSpool, defaultGroup }: AccountPolicy): string {
  return [
    `GROUP=${defaultGroup}`,
    `HOME=${home}`,
    'INACTIVE=-1',
    'EXPIRE=',
    `SHELL=${shell}`,
    `SKEL=${skeleton}`,
    `CREATE_MAIL_SPOOL=${mailSpool === undefined ? 'no' : 'yes'}`,
    'LOG_INIT=yes',
    '',
  ].join('\n')
}
