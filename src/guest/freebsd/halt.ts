import type { PowerState } from '../changes.js'
import { tool } from '../programs/tool.js'

/** FreeBSD's halt(8), poweroff(8) and reboot(8): one program, which goes by its name. */
const act = (usual: PowerState) =>
  tool(
    tool => {
      const options = tool.options(['c', 'd', 'l', 'n', 'N', 'p', 'q', 'r'], { terse: true })
      if (tool.cred.uid !== 0) throw tool.fail('Operation not permitted')
      tool.guest.power.request(options.has('p') ? 'off' : usual)
    },
    { shortName: true },
  )

export const halt = act('halted')
export const poweroff = act('off')
export const reboot = act('rebooting')
