import { tool } from '../tool.js'
import { AccountDatabase, GROUP, GSHADOW, PASSWD } from './account-database.js'
import { id, refuse, shadowOptions, usage, WRONG_ARGUMENT } from './fields.js'
import { accountPolicy, freeId, freeSystemId, isName } from './policy.js'

const ID_IN_USE = 4
const EXISTS = 9
const USAGE = 'Usage: groupadd [options] GROUP\n'
const OPTIONS = [
  ...['f,force', 'g,gid=', 'K,key=', 'o,non-unique', 'p,password=', 'r,system', 'R,root=', 'P,prefix=', 'U,users='],
]

/** shadow's groupadd(8). */
export const groupadd = tool(
  tool => {
    const options = shadowOptions(tool, OPTIONS, USAGE)
    refuse(tool, options, ['K', 'R', 'P'])
    const wanted = options.value('g')
    const given = wanted === undefined ? undefined : id(tool, 'group', wanted)
    const [name = ''] = options.operands
    if (options.operands.length !== 1 || (options.has('o') && given === undefined)) throw usage(tool, USAGE)
    const policy = accountPolicy(tool)
    if (!isName(name, policy)) throw tool.fail(`'${name}' is not a valid group name`, WRONG_ARGUMENT)
    const database = new AccountDatabase(tool)
    if (database.find(GROUP, name) !== undefined) {
      if (options.has('f')) return
      throw tool.fail(`group '${name}' already exists`, EXISTS)
    }
    const isTaken = (gid: number) => database.rows(GROUP).some(row => Number(row[2]) === gid)
    const isFree = given !== undefined && (options.has('o') || !isTaken(given))
    if (given !== undefined && !isFree && !options.has('f')) throw tool.fail(`GID '${given}' already exists`, ID_IN_USE)
    database.lock()
    const gid = isFree
      ? given
      : options.has('r')
        ? freeSystemId(policy.systemIds, isTaken)
        : freeId(policy.ids, isTaken)
    if (gid === undefined) throw tool.fail("can't get unique GID (no more available GIDs)", ID_IN_USE)
    const members = options.value('U')?.split(',') ?? []
    const unknown = members.filter(member => database.find(PASSWD, member) === undefined)
    for (const member of unknown) tool.stderr.add(`Invalid member username ${member}\n`)
    if (unknown.length > 0) throw tool.exit(WRONG_ARGUMENT)
    database.add(GROUP, [name, 'x', String(gid), members.join(',')])
    database.add(GSHADOW, [name, options.value('p') ?? '!', '', ''])
    database.save()
  },
  { shortName: true },
)
