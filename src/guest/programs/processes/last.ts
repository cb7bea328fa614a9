import type { SessionConfig } from '../../config.js'
import { Errno } from '../../errno.js'
import { decodeUtmp } from '../../utmp.js'
import { calendar } from '../local-time.js'
import type { Program } from '../program.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'
import { type Stay, stays } from './login-history.js'
import { begin } from './who.js'

const DAY = 86_400
const OPTIONS = [
  ...['a,hostlast', 'd,dns', 'f,file=', 'F,fulltimes', 'i,ip', 'n,limit=', 'p,present=', 'R,nohostname'],
  ...['s,since=', 't,until=', 'w,fullnames', 'x,system', 'time-format=', 'V,version'],
]
const NOT_DONE = ['d', 'i', 'p', 's', 't', 'time-format'] as const

/** util-linux' last(1), and lastb(1) of failed logins. */
export const last = reader('/var/log/wtmp')
export const lastb = reader('/var/log/btmp')

/** shadow's lastlog(8), of a guest where nobody's login was ever noted. */
export const lastlog = tool(
  tool => {
    const options = tool.options(['b,before=', 'C,clear', 'R,root=', 'S,set', 't,time=', 'u,user='], { terse: true })
    const refused = ['b', 'C', 'R', 'S'].find(name => options.has(name))
    if (refused !== undefined) throw tool.fail(`mockvm doesn't do -${refused} yet`)
    const path = '/var/log/lastlog'
    if (!tool.files.exists(path)) {
      tool.stderr.add(`${path}: No such file or directory\n`)
      throw tool.exit(1)
    }
    if (tool.files.stat(path).size > 0n) throw tool.fail("mockvm doesn't read records of /var/log/lastlog yet")
    const user = options.value('u')
    const accounts = tool.guest.users.accounts().filter(({ name }) => user === undefined || name === user)
    if (accounts.length === 0) throw tool.fail(`Unknown user or range: ${user}`)
    if (options.has('t')) return
    tool.print('Username         Port     From                                       Latest\n')
    for (const { name } of accounts) tool.print(`${name.padEnd(67)} **Never logged in**\n`)
  },
  { shortName: true },
)

function reader(standard: string): Program {
  return tool(
    tool => {
      const args = tool.args.map(arg => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg))
      const options = tool.options(OPTIONS, {}, args)
      const refused = NOT_DONE.find(name => options.has(name))
      if (refused !== undefined) throw tool.fail(`mockvm doesn't do -${refused.length > 1 ? '-' : ''}${refused} yet`)
      const path = options.value('f') ?? standard
      const records = read(tool, path)
      const limit = Number(options.value('n')) || Number.POSITIVE_INFINITY
      const { operands } = options
      const sessions = tool.guest.users.sessions()
      const isThere = ({ pid, line }: SessionConfig) => sessions.some(it => it.pid === pid && it.line === line)
      const given = new Set(options.list.map(({ name }) => name))
      const isWanted = ({ user, record }: Stay) =>
        operands.length === 0 || operands.includes(user) || operands.includes(record.line)
      for (const stay of stays(records, isThere, given.has('x')).filter(isWanted).slice(0, limit)) {
        tool.print(`${row(tool, stay, given)}\n`)
      }
      const first = records[0]
      const local = calendar(tool.guest, tool.call.env)
      const from = first === undefined ? tool.files.stat(tool.path(path)).ctime : begin(first)
      const since = strftime('%a %b %e %T %Y', local(from))
      tool.print(`\n${path.slice(path.lastIndexOf('/') + 1)} begins ${since}\n`)
    },
    { shortName: true },
  )
}

function read(tool: Tool, path: string): SessionConfig[] {
  try {
    const file = tool.files.open(tool.path(path), { read: true, write: false }, 0, tool.cred)
    file.close()
    return decodeUtmp(tool.files.readFile(tool.path(path)))
  } catch (error) {
    if (error instanceof Errno) throw tool.fail(`cannot open ${path}: ${error.text}`)
    throw error
  }
}

function row(tool: Tool, stay: Stay, given: ReadonlySet<string>): string {
  const { record, user, line } = stay
  const isFull = given.has('F')
  const host = given.has('w') ? record.host : record.host.slice(0, 16)
  const began = strftime(isFull ? FULL : '%a %b %e %H:%M', calendar(tool.guest, tool.call.env)(begin(record)))
  const where = given.has('R') || given.has('a') ? '' : `${host.padEnd(16)} `
  const behind = given.has('a') && !given.has('R') ? ` ${record.host}` : ''
  const name = given.has('w') ? user.padEnd(8) : user.slice(0, 8).padEnd(8)
  return `${name} ${line.slice(0, 12).padEnd(12)} ${where}${began} ${until(tool, stay, isFull)}${behind}`.trimEnd()
}

const FULL = '%a %b %e %T %Y'
const ENDLESS: Readonly<Record<string, readonly [string, string]>> = {
  running: ['  still', 'running'],
  'logged in': ['  still', 'logged in'],
  gone: ['   gone', '- no logout'],
}

/** "- 11:10   (00:02)    ", "- crash (1+02:03)    ", "  still running     " */
function until(tool: Tool, { record, fate, end }: Stay, isFull: boolean): string {
  if (end === undefined) {
    const [how = '', rest = ''] = ENDLESS[fate] ?? []
    if (isFull) return `  ${how.trim()} ${rest}`.padEnd(39)
    return `${how.padEnd(7)} ${rest.padEnd(12)}`
  }
  const local = calendar(tool.guest, tool.call.env)
  const text = fate === 'normal' ? strftime(isFull ? FULL : '%H:%M', local(begin(end))) : fate
  return `- ${text.padEnd(isFull ? 24 : 5)} ${lasted(Number((end.time - record.time) / 1_000_000n)).padEnd(12)}`
}

function lasted(seconds: number): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0')
  const clock = `${two((seconds % DAY) / 3600)}:${two((seconds % 3600) / 60)}`
  const days = Math.floor(seconds / DAY)
  return days > 0 ? `(${days}+${clock})` : ` (${clock})`
}
