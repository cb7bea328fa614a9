import { loadText } from '../load-average.js'
import { calendar, SECOND } from './local-time.js'
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
  const { clock, users, activity } = tool.guest
  const local = calendar(tool.guest, tool.call.env)
  const seconds = Number(clock.uptime() / SECOND)
  const which = options.list[0]?.name
  if (which === 'p') tool.print(`${pretty(seconds)}\n`)
  else if (which === 's') tool.print(`${strftime('%F %T', local(clock.now() - clock.uptime()))}\n`)
  else {
    const count = users.sessions().length
    const load = activity.load.get().map(loadText).join(', ')
    const counted = `${String(count).padStart(2)} ${count > 1 ? 'users' : 'user'}`
    tool.print(`${strftime(' %T', local(clock.now()))} ${plain(seconds)}${counted},  load average: ${load}\n`)
  }
})

/** "up 1 day,  2:03, ", as in the first line of top(1). */
function plain(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor(seconds / 3600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  const day = days === 0 ? '' : `${days} ${days > 1 ? 'days' : 'day'}, `
  const rest = hours === 0 ? `${minutes} min` : `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}`
  return `up ${day}${rest}, `
}

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
