import { tool } from '../tool.js'
import { AccountDatabase, GROUP, GSHADOW, PASSWD } from './account-database.js'
import { refuse, shadowOptions, usage } from './fields.js'

const BAD_ARGUMENT = 3
const USAGE = 'Usage: gpasswd [option] GROUP\n'
const OPTIONS = ['a,add=', 'd,delete=', 'Q,root=', 'r,delete-password', 'R,restrict', 'M,members=', 'A,administrators=']

/** shadow's gpasswd(1). */
export const gpasswd = tool(
  tool => {
    const options = shadowOptions(tool, OPTIONS, USAGE)
    refuse(tool, options, ['Q', 'r', 'R', 'A'])
    const [name = ''] = options.operands
    if (options.operands.length !== 1) throw usage(tool, USAGE)
    const database = new AccountDatabase(tool)
    if (database.find(GROUP, name) === undefined) {
      throw tool.fail(`group '${name}' does not exist in ${GROUP}`, BAD_ARGUMENT)
    }
    const [added, removed] = [options.value('a'), options.value('d')]
    const members = options
      .value('M')
      ?.split(',')
      .filter(member => member !== '')
    if (added === undefined && removed === undefined && members === undefined) {
      throw tool.fail("mockvm doesn't do passwords of groups yet")
    }
    const unknown = [...(added === undefined ? [] : [added]), ...(members ?? [])].find(
      user => database.find(PASSWD, user) === undefined,
    )
    if (unknown !== undefined) throw tool.fail(`user '${unknown}' does not exist`, BAD_ARGUMENT)
    database.lock()
    const present = database.find(GROUP, name)?.[3]?.split(',') ?? []
    if (removed !== undefined && !present.includes(removed)) {
      throw tool.fail(`user '${removed}' is not a member of '${name}'`, BAD_ARGUMENT)
    }
    database.rows(GSHADOW)
    if (added !== undefined) {
      tool.print(`Adding user ${added} to group ${name}\n`)
      database.changeMembers(name, list => [...new Set([...list, added])])
    }
    if (removed !== undefined) {
      tool.print(`Removing user ${removed} from group ${name}\n`)
      database.changeMembers(name, list => list.filter(member => member !== removed))
    }
    if (members !== undefined) database.changeMembers(name, () => members)
    database.save()
  },
  { shortName: true },
)
