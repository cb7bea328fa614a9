/** The first line of uptime(1), w(1) and top(1). */
import { loadText } from '../../load-average.js'
import { calendar, SECOND } from '../local-time.js'
import { strftime } from '../strftime.js'
import type { Tool } from '../tool.js'

/** "11:58:00 up 4 min,  2 users,  load average: 1.90, 0.55, 0.19" */
export function uptimeLine({ guest, call }: Tool): string {
  const { clock, users, activity } = guest
  const now = strftime('%T', calendar(guest, call.env)(clock.now()))
  const count = users.sessions().length
  const load = activity.load.get().map(loadText).join(', ')
  const counted = `${String(count).padStart(2)} ${count > 1 ? 'users' : 'user'}`
  return `${now} ${howLong(Number(clock.uptime() / SECOND))}${counted},  load average: ${load}`
}

/** "up 1 day,  2:03, " */
function howLong(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor(seconds / 3600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  const day = days === 0 ? '' : `${days} ${days > 1 ? 'days' : 'day'}, `
  const rest = hours === 0 ? `${minutes} min` : `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}`
  return `up ${day}${rest}, `
}
