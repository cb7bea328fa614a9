import { tool } from '../tool.js'
import { AccountDatabase, GROUP, GSHADOW, PASSWD, SHADOW } from './account-database.js'
import { refuse, shadowOptions, usage } from './fields.js'
import { accountPolicy, mailbox } from './policy.js'

const NOT_FOUND = 6
const LOGGED_IN = 8
const NOT_OWNED = 12
const USAGE = 'Usage: userdel [options] LOGIN\n'

/** shadow's userdel(8). */
export const userdel = tool(
  tool => {
    const options = shadowOptions(tool, ['f,force', 'r,remove', 'R,root=', 'P,prefix=', 'Z,selinux-user'], USAGE)
    refuse(tool, options, ['R', 'P', 'Z'])
    const [name = ''] = options.operands
    if (options.operands.length !== 1) throw usage(tool, USAGE)
    const database = new AccountDatabase(tool)
    const account = database.find(PASSWD, name)
    if (account === undefined) throw tool.fail(`user '${name}' does not exist`, NOT_FOUND)
    database.lock()
    const [, , uid = '', gid = '', , home = ''] = account
    const process = tool.guest.processes.list().find(({ user }) => user === name)
    if (process !== undefined) {
      tool.stderr.add(`${tool.name}: user ${name} is currently used by process ${process.pid}\n`)
      if (!options.has('f')) throw tool.exit(LOGGED_IN)
    }
    database.remove(PASSWD, name)
    database.remove(SHADOW, name)
    for (const [group = ''] of database.rows(GROUP)) {
      database.changeMembers(group, members => members.filter(member => member !== name))
    }
    // The group of the account's own name goes with it, unless it is somebody else's as well.
    const own = database.find(GROUP, name)
    const others = database.rows(PASSWD).some(row => row[3] === gid)
    if (own !== undefined && own[2] === gid) {
      if (others && !options.has('f')) {
        tool.stderr.add(`${tool.name}: group ${name} is the primary group of another user and is not removed.\n`)
      } else if ((own[3] ?? '') !== '') {
        tool.stderr.add(`${tool.name}: group ${name} not removed because it has other members.\n`)
      } else {
        database.remove(GROUP, name)
        database.remove(GSHADOW, name)
      }
    }
    database.save()
    if (!options.has('r')) return
    const mail = mailbox(accountPolicy(tool), name)
    if (tool.files.exists(mail)) tool.files.rm(mail)
    else tool.stderr.add(`${tool.name}: ${name} mail spool (${mail}) not found\n`)
    if (!tool.files.exists(home)) {
      tool.stderr.add(`${tool.name}: ${name} home directory (${home}) not found\n`)
    } else if (tool.files.lstat(home).uid !== Number(uid) && !options.has('f')) {
      throw tool.fail(`${home} not owned by ${name}, not removing`, NOT_OWNED)
    } else tool.files.rm(home, { recursive: true, force: true })
  },
  { shortName: true },
)
