import { distributionIds } from '../distribution.js'
import { crypt } from './crypt.js'
import { readAll } from './reading.js'
import { type Tool, tool } from './tool.js'

const WRONG_USAGE = 2
const UNDONE = ['c,crypt-method=', 'm,md5', 's,sha-rounds=', 'R,root=']

interface Entry {
  readonly user: string
  readonly password: string
}

/** shadow-utils' chpasswd(8). */
export const chpasswd = tool(
  tool => {
    const options = tool.options(['e,encrypted'], { usageCode: WRONG_USAGE, others: UNDONE })
    const isEncrypted = options.has('e')
    // Who gives hashes leaves PAM out.
    const asksPam = hasPam(tool) && !isEncrypted
    if (tool.cred.uid !== 0 && !asksPam) throw tool.fail('cannot lock /etc/passwd; try again later.')
    const lines = readAll(tool, '-').toString('utf8').split('\n')
    if (lines.at(-1) === '') lines.pop()
    if (asksPam) throughPam(tool, lines)
    else allOrNone(tool, lines, isEncrypted)
  },
  { shortName: true },
)

/** Debian, SUSE and what is made of them build it with PAM. Red Hat doesn't. */
function hasPam({ guest }: Tool): boolean {
  return distributionIds(guest.config.osRelease).some(id => id === 'debian' || id === 'suse')
}

/** Line by line: one that fails keeps none of the others back. */
function throughPam(tool: Tool, lines: readonly string[]): void {
  for (const [index, line] of lines.entries()) {
    const number = index + 1
    const { user, password } = split(line)
    if (password === undefined) tool.warn(`line ${number}: missing new password`)
    else if (tool.cred.uid === 0 && tool.guest.users.byName(user) !== undefined) {
      tool.guest.users.setPassword(user, crypt(tool.guest, password))
    } else {
      tool.warn(`(user ${user}) pam_chauthtok() failed, error:\nAuthentication token manipulation error`)
      tool.warn(`(line ${number}, user ${user}) password not changed`)
    }
  }
}

/** An error anywhere, and nothing is changed. */
function allOrNone(tool: Tool, lines: readonly string[], isEncrypted: boolean): void {
  const entries = lines.flatMap((line, index) => readLine(tool, line, index + 1) ?? [])
  if (tool.exitCode !== 0) throw tool.fail('error detected, changes ignored')
  for (const { user, password } of entries) {
    tool.guest.users.setPassword(user, isEncrypted ? password : crypt(tool.guest, password))
  }
}

function readLine(tool: Tool, line: string, number: number): Entry | undefined {
  const { user, password } = split(line)
  if (password === undefined) tool.warn(`line ${number}: missing new password`)
  else if (tool.guest.users.byName(user) === undefined) tool.warn(`line ${number}: user '${user}' does not exist`)
  else return { user, password }
  return undefined
}

function split(line: string): { readonly user: string; readonly password: string | undefined } {
  const colon = line.indexOf(':')
  return colon === -1
    ? { user: line, password: undefined }
    : { user: line.slice(0, colon), password: line.slice(colon + 1) }
}
