import { crypt } from '../crypt.js'
import { calendar } from '../local-time.js'
import { readAll } from '../reading.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'
import { AccountDatabase, PASSWD, type Row, SHADOW } from './account-database.js'
import { dayCount, refuse, shadowOptions, usage } from './fields.js'
import { accountPolicy } from './policy.js'

const DENIED = 1
const FAILED = 3
const WRONG_USAGE = 6
const PAM_FAILED = 10
const DAY = 86_400_000_000_000n
const USAGE = 'Usage: passwd [options] [LOGIN]\n'
const OPTIONS = [
  ...['a,all', 'd,delete', 'e,expire', 'k,keep-tokens', 'i,inactive=', 'l,lock', 'n,mindays=', 'q,quiet'],
  ...['r,repository=', 'R,root=', 'S,status', 'u,unlock', 'w,warndays=', 'x,maxdays='],
]

/** shadow's passwd(1), and what Red Hat's takes besides: --stdin. */
export const passwd = tool(
  tool => {
    const { isStrict } = accountPolicy(tool)
    const options = shadowOptions(tool, isStrict ? [...OPTIONS, 'stdin'] : OPTIONS, USAGE, WRONG_USAGE)
    refuse(tool, options, ['k', 'r', 'R'])
    const changes = options.list.some(({ name }) => /^[delunixw]$/.test(name) && name !== 'S')
    const { operands } = options
    if (operands.length > 1 || (options.has('a') && !options.has('S'))) throw usage(tool, USAGE)
    if (changes && operands.length === 0) throw usage(tool, USAGE)
    const database = new AccountDatabase(tool)
    const name = operands[0] ?? tool.user
    if (options.has('S') && options.has('a')) {
      if (tool.cred.uid !== 0) throw denied(tool)
      for (const [account = ''] of database.rows(PASSWD)) tool.print(status(tool, database, account))
      return
    }
    if (database.find(PASSWD, name) === undefined) throw tool.fail(`user '${name}' does not exist`, DENIED)
    if (tool.cred.uid !== 0 && (changes || name !== tool.user)) {
      if (changes) throw denied(tool)
      tool.stderr.add(`${tool.name}: You may not view or modify password information for ${name}.\n`)
      throw tool.exit(DENIED)
    }
    if (options.has('S')) {
      tool.print(status(tool, database, name))
      return
    }
    if (!changes) {
      changePassword(tool, name, options.has('stdin'))
      return
    }
    database.lock()
    const shadow = database.find(SHADOW, name) ?? []
    for (const { name: option, value = '' } of options.list) change(tool, shadow, option, value)
    if (options.has('l')) lock(shadow)
    database.save()
    if (!options.has('q')) tool.print(`${tool.name}: password changed.\n`)
  },
  { shortName: true },
)

function denied(tool: Tool): Error {
  tool.stderr.add(`${tool.name}: Permission denied.\n`)
  return tool.exit(DENIED)
}

function lock(shadow: Row): void {
  if (!shadow[1]?.startsWith('!')) shadow[1] = `!${shadow[1] ?? ''}`
}

function change(tool: Tool, shadow: Row, option: string, value: string): void {
  const current = shadow[1] ?? ''
  if (option === 'd') shadow[1] = ''
  if (option === 'e') shadow[2] = '0'
  if (option === 'n') shadow[3] = dayCount(tool, value)
  if (option === 'x') shadow[4] = dayCount(tool, value)
  if (option === 'w') shadow[5] = dayCount(tool, value)
  if (option === 'i') shadow[6] = dayCount(tool, value)
  if (option !== 'u' || !current.startsWith('!')) return
  if (current === '!') {
    tool.stderr.add(
      `${tool.name}: unlocking the password would result in a passwordless account.\n` +
        'You should set a password with usermod -p to unlock the password of this account.\n',
    )
    throw tool.exit(FAILED)
  }
  shadow[1] = current.slice(1)
}

/** "debian P 2024-10-04 0 99999 7 -1" */
function status(tool: Tool, database: AccountDatabase, name: string): string {
  const row = database.find(SHADOW, name)
  if (row === undefined) return `${name} P\n`
  const [, password = '', changed = '', ...days] = row
  const kind = password === '' ? 'NP' : /^[!*]/.test(password) ? 'L' : 'P'
  const local = calendar(tool.guest, tool.call.env, true)
  const date = changed === '' ? 'never' : strftime('%F', local(BigInt(changed) * DAY))
  const numbers = [0, 1, 2, 3].map(index => days[index] || '-1')
  return `${name} ${kind} ${date} ${numbers.join(' ')}\n`
}

/** As PAM asks: twice, or once with --stdin. Who isn't root is asked for the present one first, which can't be checked. */
function changePassword(tool: Tool, name: string, isOnce: boolean): void {
  if (tool.cred.uid !== 0) throw tool.fail("mockvm doesn't check passwords: only root may change them here", PAM_FAILED)
  const lines = readAll(tool, '-').toString('utf8').split('\n')
  const [first = '', second = ''] = lines
  if (isOnce) tool.print(`Changing password for user ${name}.\n`)
  else tool.stderr.add('New password: ')
  if (!isOnce && first !== '') tool.stderr.add('Retype new password: ')
  const problem =
    first === ''
      ? 'No password has been supplied.'
      : !isOnce && first !== second
        ? 'Sorry, passwords do not match.'
        : undefined
  if (problem !== undefined) {
    tool.stderr.add(
      `${problem}\n${tool.name}: Authentication token manipulation error\n${tool.name}: password unchanged\n`,
    )
    throw tool.exit(PAM_FAILED)
  }
  tool.guest.users.setPassword(name, crypt(tool.guest, first))
  if (isOnce) tool.print(`${tool.name}: all authentication tokens updated successfully.\n`)
  else tool.stderr.add(`${tool.name}: password updated successfully\n`)
}
