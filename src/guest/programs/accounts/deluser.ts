/** Debian's deluser(8) and delgroup(8), on top of userdel and groupdel. */
import { type Tool, tool } from '../tool.js'
import { AccountDatabase, GROUP, GSHADOW, PASSWD } from './account-database.js'
import { isBusyBox, removeAccount, removeGroup as removeGroupOrMember } from './busybox-accounts.js'
import { groupdel } from './groupmod.js'
import { userdel } from './userdel.js'

const OPTIONS = ['remove-home', 'system', 'group', 'only-if-empty', 'quiet', 'force']
const OTHERS = ['remove-all-files', 'backup', 'backup-to=', 'backup-suffix=', 'conf=']
const CRONTAB = '/usr/bin/crontab'
const NOT_SYSTEM = 1
const NO_USER = 2
const NO_GROUP = 3
const NOT_MEMBER = 6

type Options = ReturnType<Tool['options']>

export const deluser = tool(tool => (isBusyBox(tool) ? removeAccount(tool) : begin(tool, false)), { shortName: true })
export const delgroup = tool(tool => (isBusyBox(tool) ? removeGroupOrMember(tool) : begin(tool, true)), {
  shortName: true,
})

function begin(tool: Tool, isGroup: boolean): void {
  const options = tool.options(OPTIONS, { others: OTHERS })
  const [name, group, extra] = options.operands
  if (tool.cred.uid !== 0) throw tool.fail('Only root may remove a user or group from the system.')
  if (name === undefined || extra !== undefined) throw tool.fail('Only one or two names allowed.')
  if (group !== undefined) leave(tool, options, name, group)
  else if (isGroup || options.has('group')) removeGroup(tool, options, name)
  else removeUser(tool, options, name)
}

function say(tool: Tool, options: Options, text: string): void {
  if (!options.has('quiet')) tool.print(`${text}\n`)
}

function leave(tool: Tool, options: Options, user: string, group: string): void {
  const database = new AccountDatabase(tool)
  if (database.find(PASSWD, user) === undefined) throw tool.fail(`The user \`${user}' does not exist.`, NO_USER)
  const row = database.find(GROUP, group)
  if (row === undefined) throw tool.fail(`The group \`${group}' does not exist.`, NO_GROUP)
  if (!row[3]?.split(',').includes(user)) {
    throw tool.fail(`The user \`${user}' is not a member of group \`${group}'.`, NOT_MEMBER)
  }
  say(tool, options, `Removing user \`${user}' from group \`${group}' ...`)
  database.rows(GSHADOW)
  database.changeMembers(group, members => members.filter(member => member !== user))
  database.save()
  say(tool, options, 'Done.')
}

function removeUser(tool: Tool, options: Options, name: string): void {
  const database = new AccountDatabase(tool)
  const account = database.find(PASSWD, name)
  if (account === undefined) {
    if (options.has('system')) {
      say(tool, options, `The user \`${name}' does not exist, but --system was given. Exiting.`)
      return
    }
    throw tool.fail(`The user \`${name}' does not exist.`, NO_USER)
  }
  if (options.has('system') && Number(account[2]) > 999) {
    throw tool.fail(`The user \`${name}' is not a system user. Exiting.`, NOT_SYSTEM)
  }
  if (options.has('remove-home')) {
    say(tool, options, 'Looking for files to backup/remove ...')
    say(tool, options, 'Removing files ...')
  }
  removeCrontab(tool, options, name)
  say(tool, options, `Removing user \`${name}' ...`)
  const argv = ['userdel', ...(options.has('remove-home') ? ['-r'] : []), name]
  const { stderr = '', exitCode = 0 } = userdel({ ...tool.call, argv })
  // A mailbox that isn't there is no trouble.
  if (exitCode !== 0) {
    tool.stderr.add(stderr)
    throw tool.fail(`\`/sbin/${argv.join(' ')}' returned error code ${exitCode}. Exiting.`)
  }
  say(tool, options, 'Done.')
}

/** Of Debian's cron, if that is there. */
function removeCrontab(tool: Tool, options: Options, name: string): void {
  if (!tool.files.exists(CRONTAB)) {
    const missing = `\`${CRONTAB}' not executed. Skipping crontab removal. Package \`cron' required.`
    tool.stderr.add(`${tool.name}: ${missing}\n`)
    return
  }
  say(tool, options, 'Removing crontab ...')
  const path = `/var/spool/cron/crontabs/${name}`
  if (tool.files.exists(path)) tool.files.unlink(path)
}

function removeGroup(tool: Tool, options: Options, name: string): void {
  const database = new AccountDatabase(tool)
  const row = database.find(GROUP, name)
  if (row === undefined) throw tool.fail(`The group \`${name}' does not exist.`, NO_GROUP)
  if (options.has('only-if-empty') && (row[3] ?? '') !== '') throw tool.fail(`The group \`${name}' is not empty!`, 5)
  const owner = database.rows(PASSWD).find(account => account[3] === row[2])
  if (owner !== undefined) throw tool.fail(`\`${owner[0]}' still has \`${name}' as their primary group!`, 7)
  say(tool, options, `Removing group \`${name}' ...`)
  const { stderr = '', exitCode = 0 } = groupdel({ ...tool.call, argv: ['groupdel', name] })
  if (exitCode !== 0) {
    tool.stderr.add(stderr)
    throw tool.fail(`\`/sbin/groupdel ${name}' returned error code ${exitCode}. Exiting.`)
  }
  say(tool, options, 'Done.')
}
