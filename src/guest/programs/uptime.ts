import { calendar, SECOND } from './local-time.js'
import { uptimeLine } from './processes/uptime-line.js'
import { strftime } from './strftime.js'
import { tool } from './tool.js'

const PERIODS = [
  ['decade', 315_360_000],
  ['year', 31_536_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

export const uptime = tool(tool => {
  const options = tool.options(['p,pretty', 's,since'])
  if (options.operands.length > 0) throw tool.usage(undefined)
  const { clock } = tool.guest
  const local = calendar(tool.guest, tool.call.env)
  const seconds = Number(clock.uptime() / SECOND)
  const which = options.list[0]?.name
  if (which === 'p') tool.print(`${pretty(seconds)}\n`)
  else if (which === 's') tool.print(`${strftime('%F %T', local(clock.now() - clock.uptime()))}\n`)
  else tool.print(` ${uptimeLine(tool)}\n`)
})

/** "up 1 day, 2 hours, 3 minutes" */
function pretty(seconds: number): string {
  let rest = seconds
  const parts: string[] = []
  for (const [name, length] of PERIODS) {
    const count = Math.floor(rest / length)
    rest %= length
    if (count > 0) parts.push(`${count} ${name}${count > 1 ? 's' : ''}`)
  }
  return `up ${parts.length === 0 ? '0 minutes' : parts.join(', ')}`
}
