import { callLogind } from './call-logind.js'
import { tool } from './tool.js'

/** systemd's shutdown(8). */
const OPTIONS = ['H,halt', 'P,poweroff', 'r,reboot', 'h', 'k', 'c', 'no-wall', 'a', 'f', 'F', 't=']
const ACTIONS = { P: 'poweroff', H: 'halt', r: 'reboot' } as const

export const shutdown = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true })
  // Nothing is ever scheduled, so there is nothing to cancel.
  if (options.has('c')) return
  let action: keyof typeof ACTIONS = 'P'
  for (const { name } of options.list) {
    if (name === 'H' || name === 'P' || name === 'r') action = name
    // "-h" means power off, unless "-H" came before.
    if (name === 'h' && action !== 'H') action = 'P'
  }
  const time = options.operands[0] ?? '+1'
  if (time !== 'now' && !/^\+?\d+$|^\d{1,2}:\d{2}$/.test(time)) {
    tool.stderr.add(`Failed to parse time specification: ${time}\n`)
    throw tool.exit(1)
  }
  if (!/^(now|\+?0+)$/.test(time)) throw tool.fail('only +0 and now are simulated')
  if (options.has('k')) return
  callLogind(tool, ACTIONS[action])
})
