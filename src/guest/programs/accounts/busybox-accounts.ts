/** BusyBox' adduser, addgroup, deluser and delgroup: silent when all goes well. */
import type { Program } from '../program.js'
import type { Tool } from '../tool.js'
import { AccountDatabase, GROUP, PASSWD } from './account-database.js'
import { groupadd } from './groupadd.js'
import { groupdel } from './groupmod.js'
import { makeHome } from './homes.js'
import { accountPolicy, freeId } from './policy.js'
import { useradd } from './useradd.js'
import { userdel } from './userdel.js'
import { usermod } from './usermod.js'

const FIRST_SYSTEM = 100
const HOME_MODE = 0o2755

/** Whether the guest's programs of these names are BusyBox's. */
export function isBusyBox({ guest }: Tool): boolean {
  return /^ID=alpine$/m.test(guest.config.osRelease ?? '')
}

/** Runs one of shadow's programs, whose complaints are good enough. */
function run(tool: Tool, program: Program, ...argv: string[]): void {
  const { stderr = '', exitCode = 0 } = program({ ...tool.call, argv })
  if (exitCode === 0) return
  tool.stderr.add(stderr)
  throw tool.exit(1)
}

export function addAccount(tool: Tool): void {
  const options = tool.options(['h=', 'g=', 's=', 'G=', 'S', 'D', 'H', 'u=', 'k='])
  const [name, group, extra] = options.operands
  if (name === undefined || extra !== undefined) throw tool.fail("mockvm doesn't do its usage yet")
  const database = new AccountDatabase(tool)
  if (group !== undefined) {
    join(tool, database, name, group)
    return
  }
  if (database.find(PASSWD, name) !== undefined) throw tool.fail(`user '${name}' in use`)
  if (!options.has('D') && !options.has('S')) throw tool.fail("mockvm doesn't do asking for a password yet: -D")
  const given = options.value('G') ?? (options.has('S') ? 'nogroup' : undefined)
  const primary = given === undefined ? undefined : database.group(given)
  if (given !== undefined && primary === undefined) throw tool.fail(`unknown group ${given}`)
  const uid = options.value('u') ?? String(freeNumber(tool, database, options.has('S'), PASSWD))
  if (primary === undefined) run(tool, groupadd, 'groupadd', '-g', uid, name)
  const gid = primary?.[2] ?? uid
  const home = options.value('h') ?? `/home/${name}`
  const shell = options.value('s') ?? (options.has('S') ? '/sbin/nologin' : '/bin/sh')
  const comment = options.value('g') ?? 'Linux User,,,'
  run(tool, useradd, 'useradd', '-M', '-N', '-c', comment, '-d', home, '-g', gid, '-s', shell, '-u', uid, name)
  if (options.has('H')) return
  makeHome(tool, home, options.value('k') ?? '/etc/skel', HOME_MODE, { uid: Number(uid), gid: Number(gid) })
}

export function addOrJoinGroup(tool: Tool): void {
  const options = tool.options(['g=', 'S'])
  const [first, second] = options.operands
  if (first === undefined) throw tool.fail("mockvm doesn't do its usage yet")
  const database = new AccountDatabase(tool)
  if (second !== undefined) {
    join(tool, database, first, second)
    return
  }
  if (database.find(GROUP, first) !== undefined) throw tool.fail(`group '${first}' in use`)
  const gid = options.value('g') ?? String(freeNumber(tool, database, options.has('S'), GROUP))
  run(tool, groupadd, 'groupadd', '-g', gid, first)
}

function join(tool: Tool, database: AccountDatabase, user: string, group: string): void {
  if (database.find(PASSWD, user) === undefined) throw tool.fail(`unknown user ${user}`)
  if (database.find(GROUP, group) === undefined) throw tool.fail(`unknown group ${group}`)
  run(tool, usermod, 'usermod', '-a', '-G', group, user)
}

function freeNumber(tool: Tool, database: AccountDatabase, isSystem: boolean, path: string): number {
  const { ids } = accountPolicy(tool)
  const isUsed = (id: number) => database.rows(path).some(row => Number(row[2]) === id)
  return freeId(isSystem ? { first: FIRST_SYSTEM, last: ids.first - 1 } : ids, isUsed) ?? ids.last
}

export function removeAccount(tool: Tool): void {
  const options = tool.options(['remove-home'])
  const [name, group] = options.operands
  if (name === undefined) throw tool.fail("mockvm doesn't do its usage yet")
  const database = new AccountDatabase(tool)
  if (database.find(PASSWD, name) === undefined) throw tool.fail(`unknown user ${name}`)
  if (group === undefined) run(tool, userdel, 'userdel', ...(options.has('remove-home') ? ['-r'] : []), name)
  else leave(tool, database, name, group)
}

export function removeGroup(tool: Tool): void {
  const [first, second] = tool.options([]).operands
  if (first === undefined) throw tool.fail("mockvm doesn't do its usage yet")
  const database = new AccountDatabase(tool)
  if (second !== undefined) leave(tool, database, first, second)
  else if (database.find(GROUP, first) === undefined) throw tool.fail(`unknown group ${first}`)
  else run(tool, groupdel, 'groupdel', first)
}

function leave(tool: Tool, database: AccountDatabase, user: string, group: string): void {
  if (database.find(GROUP, group) === undefined) throw tool.fail(`unknown group ${group}`)
  database.changeMembers(group, members => members.filter(member => member !== user))
  database.save()
}
