/** What KubeVirt wants of an agent. */
import type { SupportedCommand } from './guest-info.js'

const REQUIRED = [
  'guest-ping',
  'guest-get-time',
  'guest-info',
  'guest-shutdown',
  'guest-network-get-interfaces',
  'guest-get-fsinfo',
  'guest-get-host-name',
  'guest-get-users',
  'guest-get-timezone',
  'guest-get-osinfo',
]

/** Why an agent with these commands isn't supported; undefined if it is. */
export function whyNotSupported(commands: readonly SupportedCommand[]): string | undefined {
  const enabled = new Set(commands.filter(command => command.enabled).map(({ name }) => name))
  if (commands.length === 0) return "Guest agent version '' is not supported"
  return REQUIRED.every(name => enabled.has(name))
    ? undefined
    : "This guest agent doesn't support required basic commands"
}
