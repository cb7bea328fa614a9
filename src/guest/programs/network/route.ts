import { tool } from '../tool.js'
import { routeTable } from './route-table.js'

/** route(8) of net-tools 2.10, which shows the table; changing it is left to ip(8). */
export const route = tool(tool => {
  const options = tool.options(['n,numeric', 'e,extend', '4'], { usageCode: 3, terse: true })
  const [command] = options.operands
  if (command !== undefined) throw tool.fail(`mockvm doesn't do route ${command} yet`)
  tool.print(routeTable(tool.guest, options.has('n'), options.has('e') ? 'mss' : 'metric'))
})
