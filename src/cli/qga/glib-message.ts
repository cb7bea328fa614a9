import { Clock } from '../../guest/clock.js'
import type { Terminal } from '../terminal.js'

/** The host's time of day, once. */
const HOST_TIME = { mode: 'manual', now: 'host', step: 0n, uptime: 0n, timezone: 'UTC' } as const
const MILLISECOND = 1_000_000n

/** What GLib's own handler prints of a message while the agent's log is not open yet. */
export function glibMessage(level: 'CRITICAL' | 'WARNING', text: string, { stderr, pid }: Terminal): void {
  const now = new Date(Number(new Clock(HOST_TIME).now() / MILLISECOND))
  const parts = [now.getHours(), now.getMinutes(), now.getSeconds()].map(part => String(part).padStart(2, '0'))
  const time = `${parts.join(':')}.${String(now.getMilliseconds()).padStart(3, '0')}`
  const visible = text.replace(/(?!\r\n|[\t\n])\p{Cc}/gu, letter => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  // The agent sets no locale, so that GLib takes the terminal for one that knows ASCII alone.
  const ascii = visible.replace(/\P{ASCII}/gu, '?')
  stderr.write(`\n** (process:${pid}): ${level} **: ${time}: ${ascii}\n`)
}
