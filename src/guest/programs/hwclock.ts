import { calendar } from './local-time.js'
import { strftime } from './strftime.js'
import { tool } from './tool.js'

const OPTIONS = ['r,show', 's,hctosys', 'w,systohc', 'u,utc']
const FUNCTIONS = ['r', 's', 'w'] as const

/** util-linux's hwclock(8), of a hardware clock that keeps UTC. */
export const hwclock = tool(
  tool => {
    const options = tool.options(OPTIONS)
    const { operands } = options
    if (operands.length > 0) throw tool.usage(`${operands.length} too many arguments given`)
    const asked = FUNCTIONS.filter(name => options.has(name))
    if (asked.length > 1) throw tool.fail('mutually exclusive arguments: --show --hctosys --systohc')
    if (tool.cred.uid !== 0) {
      tool.warn('Cannot access the Hardware Clock via any known method.')
      throw tool.fail('Use the --verbose option to see the details of our search for an access method.')
    }
    const { clock } = tool.guest
    if (asked[0] === 'w') tool.guest.setRtc(clock.now())
    else if (asked[0] === 's') tool.guest.setTime(clock.rtc())
    else tool.print(`${strftime('%Y-%m-%d %H:%M:%S.%6N%:z', calendar(tool.guest, tool.call.env)(clock.rtc()))}\n`)
  },
  { shortName: true },
)
