import type { CommandLine } from './command-line.js'
import { QemuError } from './error.js'

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  reboot: ['reset', 'shutdown'],
  shutdown: ['poweroff', 'pause'],
  panic: ['pause', 'shutdown', 'exit-failure', 'none'],
  watchdog: ['reset', 'shutdown', 'poweroff', 'pause', 'debug', 'none', 'inject-nmi'],
}

/** -action: whether there are such actions. Throws QemuError. */
export function checkActions({ groups }: CommandLine): void {
  for (const [event, action] of groups.get('action') ?? []) {
    if (ACTIONS[event]?.includes(action)) continue
    throw new QemuError(`-action ${event}=${action}: Parameter '${event}' does not accept value '${action}'`)
  }
}
