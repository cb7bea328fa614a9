import { callLogind, type LogindCall } from './call-logind.js'
import { type Tool, tool } from './tool.js'

/** systemd's halt(8), poweroff(8) and reboot(8), each of which takes the names of the others as options. */
const OPTIONS = ['halt', 'poweroff,p', 'reboot', 'f,force', 'w,wtmp-only', 'd,no-wtmp', 'n,no-sync', 'no-wall']

export const halt = tool(tool => act(tool, 'halt'))
export const poweroff = tool(tool => act(tool, 'poweroff'))
export const reboot = tool(tool => act(tool, 'reboot'))

function act(tool: Tool, action: LogindCall): void {
  const options = tool.options(OPTIONS, { terse: true })
  // It is only written down that the system goes down.
  if (options.has('w')) return
  callLogind(tool, (options.last('halt', 'poweroff', 'reboot') as LogindCall | undefined) ?? action)
}
