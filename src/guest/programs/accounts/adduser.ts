/** Debian's adduser(8) and addgroup(8): what they say, around useradd and its kin. */
import type { Program } from '../program.js'
import { type Tool, tool } from '../tool.js'
import { AccountDatabase, GROUP, PASSWD } from './account-database.js'
import { addAccount, addOrJoinGroup, isBusyBox } from './busybox-accounts.js'
import { groupadd } from './groupadd.js'
import { makeHome } from './homes.js'
import { accountPolicy, freeId, freeSystemId } from './policy.js'
import { useradd } from './useradd.js'
import { usermod } from './usermod.js'

const OPTIONS = [
  ...['system', 'group', 'ingroup=', 'gid=', 'uid=', 'home=', 'shell=', 'no-create-home', 'disabled-password'],
  ...['disabled-login', 'gecos=', 'comment=', 'quiet', 'debug', 'allow-badname', 'force-badname', 'add_extra_groups'],
  'allow-all-names',
]
const OTHERS = ['conf=', 'encrypt-home', 'lastuid=', 'firstuid=', 'firstgid=', 'lastgid=']
const HOME_MODE = 0o700
/** Debian's adduser numbers system accounts upwards. */
const FIRST_SYSTEM = 100
const EXTRA_GROUP = 'users'

type Options = ReturnType<Tool['options']>

export const adduser = tool(tool => (isBusyBox(tool) ? addAccount(tool) : begin(tool, false)), { shortName: true })
export const addgroup = tool(tool => (isBusyBox(tool) ? addOrJoinGroup(tool) : begin(tool, true)), { shortName: true })

function begin(tool: Tool, isGroup: boolean): void {
  const options = tool.options(OPTIONS, { others: OTHERS })
  if (tool.cred.uid !== 0) throw tool.fail('Only root may add a user or group to the system.')
  const [name, group, extra] = options.operands
  if (name === undefined || extra !== undefined) throw tool.fail('Only one or two names allowed.')
  if (group !== undefined) {
    if (isGroup) throw tool.fail('addgroup with two arguments is an unspecified operation.')
    join(tool, options, name, group)
  } else if (isGroup || (options.has('group') && !options.has('system'))) addGroup(tool, options, name)
  else if (options.has('system')) addSystemUser(tool, options, name)
  else addUser(tool, options, name)
}

function say(tool: Tool, options: Options, text: string): void {
  if (!options.has('quiet')) tool.print(`${text}\n`)
}

/** Runs one of shadow's programs; what goes wrong with it ends this one. */
function run(tool: Tool, program: Program, ...argv: string[]): void {
  const { stderr = '', exitCode = 0 } = program({ ...tool.call, argv })
  if (exitCode === 0) return
  tool.stderr.add(stderr)
  throw tool.fail(`\`/sbin/${argv.join(' ')}' returned error code ${exitCode}. Exiting.`)
}

function join(tool: Tool, options: Options, user: string, group: string): void {
  const database = new AccountDatabase(tool)
  if (database.find(PASSWD, user) === undefined) throw tool.fail(`The user \`${user}' does not exist.`)
  const row = database.find(GROUP, group)
  if (row === undefined) throw tool.fail(`The group \`${group}' does not exist.`)
  if (row[3]?.split(',').includes(user)) {
    say(tool, options, `The user \`${user}' is already a member of \`${group}'.`)
    return
  }
  say(tool, options, `Adding user \`${user}' to group \`${group}' ...`)
  run(tool, usermod, 'usermod', '-a', '-G', group, user)
  say(tool, options, 'Done.')
}

function addGroup(tool: Tool, options: Options, name: string): void {
  const database = new AccountDatabase(tool)
  if (database.find(GROUP, name) !== undefined) throw tool.fail(`The group \`${name}' already exists.`)
  const gid = options.value('gid') ?? String(freeNumber(tool, database, options.has('system'), [GROUP]))
  say(tool, options, `Adding group \`${name}' (GID ${gid}) ...`)
  run(tool, groupadd, 'groupadd', '-g', gid, name)
  say(tool, options, 'Done.')
}

/** One that is free in all of those files. */
function freeNumber(tool: Tool, database: AccountDatabase, isSystem: boolean, paths: readonly string[]): number {
  const policy = accountPolicy(tool)
  const isUsed = (id: number) => paths.some(path => database.rows(path).some(row => Number(row[2]) === id))
  if (!isSystem) return freeId(policy.ids, isUsed) ?? policy.ids.last
  for (let id = FIRST_SYSTEM; id <= policy.systemIds.last; id++) if (!isUsed(id)) return id
  return freeSystemId(policy.systemIds, isUsed) ?? policy.systemIds.last
}

function addUser(tool: Tool, options: Options, name: string): void {
  const database = new AccountDatabase(tool)
  if (database.find(PASSWD, name) !== undefined) throw tool.fail(`The user \`${name}' already exists.`)
  const hasPassword = !options.has('disabled-password') && !options.has('disabled-login')
  if (hasPassword) throw tool.fail("mockvm doesn't do asking for a password yet: --disabled-password")
  const gecos = options.value('comment') ?? options.value('gecos')
  if (gecos === undefined) throw tool.fail('mockvm doesn\'t do asking for names yet: --gecos ""')
  const given = options.value('ingroup') ?? options.value('gid')
  const ownGroup = given === undefined ? undefined : database.group(given)
  if (given !== undefined && ownGroup === undefined) throw tool.fail(`The group \`${given}' does not exist.`)
  const paths = ownGroup === undefined ? [PASSWD, GROUP] : [PASSWD]
  const uid = options.value('uid') ?? String(freeNumber(tool, database, false, paths))
  say(tool, options, `Adding user \`${name}' ...`)
  if (ownGroup === undefined) {
    say(tool, options, `Adding new group \`${name}' (${uid}) ...`)
    run(tool, groupadd, 'groupadd', '-g', uid, name)
  }
  const [group = name, , gid = uid] = ownGroup ?? []
  say(tool, options, `Adding new user \`${name}' (${uid}) with group \`${group} (${gid})' ...`)
  const home = options.value('home') ?? `/home/${name}`
  const shell = options.value('shell') ?? '/bin/bash'
  run(tool, useradd, 'useradd', '-M', '-N', '-c', gecos, '-d', home, '-g', gid, '-s', shell, '-u', uid, name)
  createHome(tool, options, home, { uid: Number(uid), gid: Number(gid) }, true)
  if (database.find(GROUP, EXTRA_GROUP) === undefined) return
  say(tool, options, `Adding new user \`${name}' to supplemental / extra groups \`${EXTRA_GROUP}' ...`)
  say(tool, options, `Adding user \`${name}' to group \`${EXTRA_GROUP}' ...`)
  run(tool, usermod, 'usermod', '-a', '-G', EXTRA_GROUP, name)
}

function addSystemUser(tool: Tool, options: Options, name: string): void {
  const database = new AccountDatabase(tool)
  const account = database.find(PASSWD, name)
  if (account !== undefined) {
    const isSystem = Number(account[2]) <= accountPolicy(tool).systemIds.last
    if (!isSystem) throw tool.fail(`The user \`${name}' already exists, but is not a system user. Exiting.`)
    say(tool, options, `The system user \`${name}' already exists. Exiting.`)
    return
  }
  const hasOwn = options.has('group')
  const given = options.value('ingroup') ?? options.value('gid') ?? 'nogroup'
  const other = hasOwn ? undefined : database.group(given)
  if (!hasOwn && other === undefined) throw tool.fail(`The group \`${given}' does not exist.`)
  const uid = options.value('uid') ?? String(freeNumber(tool, database, true, hasOwn ? [PASSWD, GROUP] : [PASSWD]))
  say(tool, options, `Adding system user \`${name}' (UID ${uid}) ...`)
  if (hasOwn) {
    say(tool, options, `Adding new group \`${name}' (GID ${uid}) ...`)
    run(tool, groupadd, 'groupadd', '-g', uid, name)
  }
  const [group = name, , gid = uid] = other ?? []
  say(tool, options, `Adding new user \`${name}' (UID ${uid}) with group \`${group}' ...`)
  const home = options.value('home') ?? '/nonexistent'
  const shell = options.value('shell') ?? '/usr/sbin/nologin'
  const words = ['-M', '-N', '-r', '-d', home, '-g', gid, '-s', shell, '-u', uid]
  run(tool, useradd, 'useradd', ...words, '-c', options.value('comment') ?? options.value('gecos') ?? '', name)
  createHome(tool, options, home, { uid: Number(uid), gid: Number(gid) }, false)
}

function createHome(
  tool: Tool,
  options: Options,
  home: string,
  owner: { uid: number; gid: number },
  hasSkeleton: boolean,
): void {
  if (options.has('no-create-home') || home === '/nonexistent') {
    say(tool, options, `Not creating ${hasSkeleton || home !== '/nonexistent' ? 'home directory ' : ''}\`${home}'.`)
    return
  }
  if (tool.files.exists(home)) {
    tool.stderr.add(`${tool.name}: The home directory \`${home}' already exists.  Not touching this directory.\n`)
    return
  }
  say(tool, options, `Creating home directory \`${home}' ...`)
  const { skeleton } = accountPolicy(tool)
  makeHome(tool, home, hasSkeleton ? skeleton : '/nonexistent', hasSkeleton ? HOME_MODE : 0o755, owner)
  if (hasSkeleton) say(tool, options, `Copying files from \`${skeleton}' ...`)
}
