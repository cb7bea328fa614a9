import type { SessionConfig } from '../../config.js'
import { levelReached, RUN_LEVEL } from '../../wtmp.js'
import { calendar } from '../local-time.js'
import { quoted } from '../quote.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'

const MICROSECOND = 1000n
const DAY = 86_400_000_000_000n
const MINUTE = 60_000_000_000n
const OPTIONS = [
  ...['a,all', 'b,boot', 'd,dead', 'H,heading', 'l,login', 'lookup', 'm', 'p,process', 'q,count', 'r,runlevel'],
  ...['s,short', 't,time', 'T,w,mesg,message,writable', 'u,users'],
]

/** coreutils' who(1). */
export const who = tool(tool => {
  const options = tool.options(OPTIONS)
  const { operands } = options
  if (operands.length > 2) throw tool.usage(`extra operand ${quoted(operands[2] ?? '')}`)
  if (operands.length === 1) throw tool.fail("mockvm doesn't do files of logins yet")
  const isOwnOnly = options.has('m') || operands.length === 2
  // Whoever runs programs through an agent is at no terminal.
  const sessions = isOwnOnly ? [] : tool.guest.users.sessions()
  if (options.has('q')) {
    tool.print(`${sessions.map(({ user }) => user).join(' ')}\n# users=${sessions.length}\n`)
    return
  }
  const all = options.has('a')
  const showsMessages = all || options.has('T')
  const showsIdle = all || options.has('u')
  const onlyOthers = ['b', 'd', 'l', 'p', 'r', 't'].some(name => options.has(name)) && !all && !options.has('u')
  const time = timeFormat(tool)
  if (options.has('H')) tool.print(heading(showsMessages, showsIdle, time.width))
  if (all || options.has('b')) {
    const boot = time.show(tool.guest.clock.now() - tool.guest.clock.uptime())
    tool.print(`         ${showsMessages ? '  ' : ''}system boot  ${boot}\n`)
  }
  const { clock, services } = tool.guest
  if ((all || options.has('r')) && services.get('graphical.target')?.active === 'active') {
    const now = clock.now() / MICROSECOND
    const reached = levelReached(now - clock.uptime() / MICROSECOND, now) * MICROSECOND
    tool.print(`         ${showsMessages ? '  ' : ''}run-level ${RUN_LEVEL}  ${time.show(reached)}\n`)
  }
  for (const session of onlyOthers ? [] : sessions) {
    const { user, line, pid, host } = session
    const message = showsMessages ? ' - ' : ' '
    const idle = showsIdle ? ` ${idleText(tool, session).padEnd(6)} ${String(pid).padStart(10)}` : ''
    const comment = host === '' ? '' : ` (${host})`
    tool.print(`${user.padEnd(8)}${message}${line.padEnd(12)} ${time.show(begin(session))}${idle}${comment}\n`)
  }
})

/** coreutils' users(1). */
export const users = tool(tool => {
  const { operands } = tool.options([])
  if (operands.length > 1) throw tool.usage(`extra operand ${quoted(operands[1] ?? '')}`)
  if (operands.length === 1) throw tool.fail("mockvm doesn't do files of logins yet")
  const names = tool.guest.users.sessions().map(({ user }) => user)
  if (names.length > 0) tool.print(`${names.toSorted().join(' ')}\n`)
})

/** Nanoseconds since the epoch. */
export function begin({ time }: SessionConfig): bigint {
  return time * MICROSECOND
}

/** In the C locale the month has a name; in all others, C.UTF-8 included, it is a number. */
function timeFormat({ guest, call }: Tool): { readonly width: number; show(at: bigint): string } {
  const locale = call.env.LC_ALL || call.env.LC_TIME || call.env.LANG || 'C'
  const local = calendar(guest, call.env)
  const isPlain = locale === 'C' || locale === 'POSIX'
  return {
    width: isPlain ? 12 : 16,
    show: at => strftime(isPlain ? '%b %e %H:%M' : '%Y-%m-%d %H:%M', local(at)),
  }
}

/** Nobody types anything after the login. */
function idleText({ guest }: Tool, session: SessionConfig): string {
  const idle = guest.clock.now() - begin(session)
  if (idle < MINUTE) return '  .'
  if (idle >= DAY) return ' old'
  const minutes = idle / MINUTE
  const two = (number: bigint) => String(number).padStart(2, '0')
  return `${two(minutes / 60n)}:${two(minutes % 60n)}`
}

function heading(messages: boolean, idle: boolean, timeWidth: number): string {
  const middle = idle ? ` ${'IDLE'.padEnd(6)} ${'PID'.padStart(10)}` : ''
  return `${'NAME'.padEnd(8)}${messages ? '   ' : ' '}${'LINE'.padEnd(12)} ${'TIME'.padEnd(timeWidth)}${middle} COMMENT\n`
}
