import type { ShutdownAction } from '../scheduled-shutdown.js'
import { callLogind } from './call-logind.js'
import { calendar, SECOND } from './local-time.js'
import { strftime } from './strftime.js'
import { type Tool, tool } from './tool.js'

/** systemd's shutdown(8). */
const OPTIONS = ['H,halt', 'P,poweroff', 'r,reboot', 'h', 'k', 'c', 'show', 'no-wall', 'a', 'f', 'F', 't=']
const ACTIONS = { P: 'poweroff', H: 'halt', r: 'reboot' } as const
const MINUTE = 60n * SECOND
const DAY = 86_400n

export const shutdown = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true })
  if (options.has('show')) {
    show(tool)
    return
  }
  if (options.has('c')) {
    if (tool.cred.uid !== 0) throw refused(tool, "Failed to talk to logind, shutdown hasn't been cancelled")
    tool.guest.shutdown.cancel()
    return
  }
  let action: keyof typeof ACTIONS = 'P'
  for (const { name } of options.list) {
    if (name === 'H' || name === 'P' || name === 'r') action = name
    // "-h" means power off, unless "-H" came before.
    if (name === 'h' && action !== 'H') action = 'P'
  }
  const delay = delayUntil(tool, options.operands[0] ?? '+1')
  if (options.has('k')) return
  if (delay === 0n) callLogind(tool, ACTIONS[action])
  else schedule(tool, ACTIONS[action], delay)
})

/** In nanoseconds: "now", "+5" minutes, "5", or the next "23:00" of the wall clock, which may be tomorrow's. */
function delayUntil(tool: Tool, time: string): bigint {
  const [, minutes] = /^\+?(\d{1,9})$/.exec(time) ?? []
  if (time === 'now') return 0n
  if (minutes !== undefined) return BigInt(minutes) * MINUTE
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) {
    tool.stderr.add(`Failed to parse time specification: ${time}\n`)
    throw tool.exit(1)
  }
  const now = tool.guest.clock.now()
  const local = calendar(tool.guest, tool.call.env)(now)
  const [of, to] = [local.hour * 3600 + local.minute * 60 + local.second, Number(hour) * 3600 + Number(minute) * 60]
  const seconds = BigInt(to - of) + (to > of ? 0n : DAY)
  return seconds * SECOND - (now % SECOND)
}

function schedule(tool: Tool, action: ShutdownAction, delay: bigint): void {
  if (tool.cred.uid !== 0) throw refused(tool, 'Failed to schedule shutdown')
  tool.guest.shutdown.schedule(action, delay)
  show(tool)
}

function refused(tool: Tool, what: string): Error {
  tool.stderr.add(`${what}: Interactive authentication required.\n`)
  return tool.exit(1)
}

function show(tool: Tool): void {
  const { clock, shutdown } = tool.guest
  const scheduled = shutdown.get()
  if (scheduled === undefined) {
    tool.stderr.add('No scheduled shutdown.\n')
    throw tool.exit(1)
  }
  const at = calendar(tool.guest, tool.call.env)(clock.now() + scheduled.at - clock.inGuest())
  const what = scheduled.action === 'reboot' ? 'Reboot' : 'Shutdown'
  tool.stderr.add(`${what} scheduled for ${strftime('%a %Y-%m-%d %T %Z', at)}, use 'shutdown -c' to cancel.\n`)
}
