import type { SessionConfig } from '../../config.js'
import { calendar } from '../local-time.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'
import { printableText } from './printable.js'
import { type ProcessView, processViews } from './process-view.js'
import { uptimeLine } from './uptime-line.js'
import { begin } from './who.js'

const SECOND = 1_000_000_000n
const HERTZ = 100n

/** procps's w(1). */
export const w = tool(
  tool => {
    const options = tool.options(
      ['h,no-header', 'u,no-current', 's,short', 'f,from', 'o,old-style', 'i,ip-addr', 'p,pids', 'V,version'],
      { terse: true },
    )
    if (options.has('V')) {
      tool.print(`${tool.name} from procps-ng 4.0.2\n`)
      return
    }
    const refused = ['o', 'p'].find(name => options.has(name))
    if (refused !== undefined) throw tool.fail(`mockvm doesn't do -${refused} yet`)
    const isLong = !options.has('s')
    const hasFrom = options.list.filter(({ name }) => name === 'f').length % 2 === 0
    if (!options.has('h')) tool.print(` ${uptimeLine(tool)}\n`, header(isLong, hasFrom))
    const [user] = options.operands
    const all = processViews(tool.guest)
    for (const session of tool.guest.users.sessions()) {
      if (user !== undefined && session.user !== user) continue
      const processes = all.filter(({ terminal }) => terminal?.name === session.line)
      tool.print(row(tool, session, processes, isLong, hasFrom))
    }
  },
  { shortName: true },
)

function header(isLong: boolean, hasFrom: boolean): string {
  const from = hasFrom ? 'FROM            ' : ''
  return `USER     TTY      ${from}${isLong ? `${hasFrom ? ' ' : '  '}LOGIN@   IDLE   JCPU   PCPU ` : '  IDLE '}WHAT\n`
}

function row(
  tool: Tool,
  session: SessionConfig,
  processes: readonly ProcessView[],
  isLong: boolean,
  hasFrom: boolean,
): string {
  const { user, line, host } = session
  const now = tool.guest.clock.now()
  const best = processes.findLast(({ terminal, pgid }) => terminal?.foreground === pgid) ?? processes.at(-1)
  const used = processes.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0n)
  const from = hasFrom ? `${(host || '-').slice(0, 16).padEnd(16)}` : ''
  const idle = shortTime(((now - begin(session)) / SECOND) * HERTZ)
  const own = best === undefined || best.cpuTicks === 0n ? '   ?   ' : shortTime(best.cpuTicks)
  const times = isLong ? ` ${loginTime(tool, begin(session))}${idle}${shortTime(used)}${own}` : idle
  const what = best === undefined ? '-' : printableText(best.commandLine, tool.call.env)
  return `${user.slice(0, 8).padEnd(8)} ${line.slice(0, 8).padEnd(8)} ${from}${times} ${what}\n`
}

/** Today the time, within a week the day and the hour, else the date: seven wide. */
function loginTime({ guest, call }: Tool, at: bigint): string {
  const local = calendar(guest, call.env)
  const [then, now] = [local(at), local(guest.clock.now())]
  if (then.year === now.year && then.yearDay === now.yearDay) return strftime('%H:%M  ', then)
  const days = Number(now.epoch - then.epoch) / 86_400
  return strftime(days > 6 ? '%d%b%y' : '%a%H  ', then)
}

/** Seven wide; `ticks` of 1/100 s: "2days", "15:10m", "1:20", "0.00s". */
function shortTime(ticks: bigint): string {
  const seconds = ticks / HERTZ
  const two = (number: bigint) => String(number).padStart(2, '0')
  const three = (number: bigint) => String(number).padStart(3)
  if (seconds >= 2n * 86_400n) return `${three(seconds / 86_400n)}days`
  if (seconds >= 3600n) return `${three(seconds / 3600n)}:${two((seconds / 60n) % 60n)}m`
  if (seconds > 60n) return `${three(seconds / 60n)}:${two(seconds % 60n)} `
  return `${three(seconds)}.${two(ticks % HERTZ)}s`
}
