import { tool } from '../tool.js'
import { AccountDatabase, GROUP, GSHADOW, PASSWD } from './account-database.js'
import { id, refuse, shadowOptions, usage, WRONG_ARGUMENT } from './fields.js'
import { accountPolicy, isName } from './policy.js'

const ID_IN_USE = 4
const NOT_FOUND = 6
const PRIMARY = 8
const EXISTS = 9
const MOD_USAGE = 'Usage: groupmod [options] GROUP\n'
const DEL_USAGE = 'Usage: groupdel [options] GROUP\n'
const OPTIONS = [
  ...['a,append', 'g,gid=', 'n,new-name=', 'o,non-unique', 'p,password=', 'R,root=', 'P,prefix=', 'U,users='],
]

/** shadow's groupmod(8). */
export const groupmod = tool(
  tool => {
    const options = shadowOptions(tool, OPTIONS, MOD_USAGE)
    refuse(tool, options, ['R', 'P'])
    const wanted = options.value('g')
    const gid = wanted === undefined ? undefined : id(tool, 'group', wanted)
    const [name = ''] = options.operands
    if (options.operands.length !== 1 || (options.has('o') && gid === undefined)) throw usage(tool, MOD_USAGE)
    const database = new AccountDatabase(tool)
    const group = database.find(GROUP, name)
    if (group === undefined) throw tool.fail(`group '${name}' does not exist`, NOT_FOUND)
    const isTaken = database.rows(GROUP).some(row => row !== group && Number(row[2]) === gid)
    if (gid !== undefined && isTaken && !options.has('o')) throw tool.fail(`GID '${gid}' already exists`, ID_IN_USE)
    const renamed = options.value('n')
    if (renamed !== undefined && renamed !== name) {
      if (!isName(renamed, accountPolicy(tool))) throw tool.fail(`invalid group name '${renamed}'`, WRONG_ARGUMENT)
      if (database.find(GROUP, renamed) !== undefined) throw tool.fail(`group '${renamed}' already exists`, EXISTS)
    }
    database.lock()
    const shadow = database.find(GSHADOW, name)
    if (gid !== undefined) {
      for (const account of database.rows(PASSWD)) if (account[3] === group[2]) account[3] = String(gid)
      group[2] = String(gid)
    }
    const password = options.value('p')
    if (password !== undefined) (shadow ?? group)[1] = password
    const members = options.value('U')?.split(',')
    if (members !== undefined) {
      const present = options.has('a') ? (group[3] ?? '').split(',').filter(member => member !== '') : []
      group[3] = [...new Set([...present, ...members])].join(',')
    }
    if (renamed !== undefined) {
      database.rename(GROUP, name, renamed)
      database.rename(GSHADOW, name, renamed)
    }
    database.save()
  },
  { shortName: true },
)

/** shadow's groupdel(8). */
export const groupdel = tool(
  tool => {
    const options = shadowOptions(tool, ['f,force', 'R,root=', 'P,prefix='], DEL_USAGE)
    refuse(tool, options, ['R', 'P'])
    const [name = ''] = options.operands
    if (options.operands.length !== 1) throw usage(tool, DEL_USAGE)
    const database = new AccountDatabase(tool)
    const group = database.find(GROUP, name)
    if (group === undefined) throw tool.fail(`group '${name}' does not exist`, NOT_FOUND)
    const [owner] = database.rows(PASSWD).find(account => account[3] === group[2]) ?? []
    if (owner !== undefined && !options.has('f')) {
      throw tool.fail(`cannot remove the primary group of user '${owner}'`, PRIMARY)
    }
    database.lock()
    database.remove(GROUP, name)
    database.remove(GSHADOW, name)
    database.save()
  },
  { shortName: true },
)
