import { crypt } from './crypt.js'
import { readAll } from './reading.js'
import { type Tool, tool } from './tool.js'

const WRONG_USAGE = 2

interface Entry {
  readonly user: string
  readonly password: string
}

/** shadow-utils' chpasswd(8), without PAM: an error anywhere, and nothing is changed. */
export const chpasswd = tool(
  tool => {
    const options = tool.options(['e,encrypted'], { usageCode: WRONG_USAGE })
    if (tool.cred.uid !== 0) throw tool.fail('cannot lock /etc/passwd; try again later.')
    const lines = readAll(tool, '-').toString('utf8').split('\n')
    if (lines.at(-1) === '') lines.pop()
    const entries = lines.flatMap((line, index) => readLine(tool, line, index + 1) ?? [])
    if (tool.exitCode !== 0) throw tool.fail('error detected, changes ignored')
    for (const { user, password } of entries) {
      tool.guest.users.setPassword(user, options.has('e') ? password : crypt(tool.guest, password))
    }
  },
  { shortName: true },
)

function readLine(tool: Tool, line: string, number: number): Entry | undefined {
  const colon = line.indexOf(':')
  const user = colon === -1 ? line : line.slice(0, colon)
  if (colon === -1) tool.warn(`line ${number}: missing new password`)
  else if (tool.guest.users.byName(user) === undefined) tool.warn(`line ${number}: user '${user}' does not exist`)
  else return { user, password: line.slice(colon + 1) }
  return undefined
}
