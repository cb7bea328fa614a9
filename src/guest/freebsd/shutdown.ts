import { tool } from '../programs/tool.js'

const STATES = { p: 'off', h: 'halted', r: 'rebooting' } as const

/** FreeBSD's shutdown(8), at once: nothing is ever scheduled. */
export const shutdown = tool(
  tool => {
    const options = tool.options(['h', 'p', 'r', 'k', 'n', 'o', 'q'], { terse: true })
    if (tool.cred.uid !== 0) throw tool.fail('NOT super-user')
    const asked = (['p', 'h', 'r'] as const).filter(name => options.has(name))
    if (asked.length > 1) throw tool.fail('incompatible switches -h, -p and -r')
    const [time] = options.operands
    if (time === undefined) throw tool.fail('usage: shutdown [-h | -p | -r | -k] time [warning-message ...]')
    if (!/^(?:now|\+0+)$/.test(time)) throw tool.fail("mockvm doesn't do a later time yet: +0 and now")
    const [action] = asked
    // Without any the system goes to single-user mode.
    if (action === undefined) throw tool.fail("mockvm doesn't do single-user mode yet: -h, -p and -r")
    tool.print('Shutdown NOW!\n', `shutdown: [pid ${tool.call.pid}]\n`)
    if (!options.has('k')) tool.guest.power.request(STATES[action])
  },
  { shortName: true },
)
