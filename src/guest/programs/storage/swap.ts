/** Swap: no guest has any. */
import { tool } from '../tool.js'
import { printTable } from './table.js'
import { chooseColumns, refuse } from './table-options.js'

const COLUMNS = ['NAME', 'TYPE', 'SIZE', 'USED', 'PRIO', 'UUID', 'LABEL'].map(name => ({
  name,
  value: () => undefined,
}))
const USUAL = ['NAME', 'TYPE', 'SIZE', 'USED', 'PRIO']
const NONE_OFF = 4

/** util-linux's swapon(8). */
export const swapon = tool(
  tool => {
    const options = tool.options([
      ...['a,all', 'd,discard?', 'e,ifexists', 'f,fixpgsz', 'L=', 'o,options=', 'p,priority=', 's,summary', 'U='],
      ...['v,verbose', 'T,fstab=', 'bytes', 'noheadings', 'raw', 'show?'],
    ])
    refuse(tool, options, ['L', 'U', 'T'])
    chooseColumns(tool, options.value('show'), COLUMNS, USUAL)
    const asks = options.has('show') || options.has('s') || options.has('a') || options.operands.length === 0
    if (asks) {
      tool.print(printTable(COLUMNS, [], { form: 'columns', headings: true, ascii: true, name: 'swaps' }))
      return
    }
    if (tool.cred.uid !== 0) throw tool.fail('Not superuser.', 255)
    for (const operand of options.operands) {
      const path = tool.path(operand)
      const stat = tool.get(
        () => tool.files.stat(path, tool.cred),
        text => `cannot open ${operand}: ${text}`,
        255,
      )
      if (stat === undefined) continue
      if (stat.kind === 'file' && (stat.mode & 0o077) !== 0) {
        const mode = stat.mode.toString(8).padStart(4, '0')
        const suggested = (stat.mode & ~0o077).toString(8).padStart(4, '0')
        tool.warn(`${operand}: insecure permissions ${mode}, ${suggested} suggested.`, 255)
      }
      tool.warn(`${operand}: read swap header failed`, 255)
    }
  },
  { shortName: true },
)

/** util-linux's swapoff(8). */
export const swapoff = tool(
  tool => {
    const options = tool.options(['a,all', 'L=', 'U=', 'v,verbose'], { usageCode: 16 })
    refuse(tool, options, ['L', 'U'])
    if (options.operands.length === 0 && !options.has('a')) throw tool.usage('bad usage', 16)
    if (tool.cred.uid !== 0) throw tool.fail('Not superuser.', NONE_OFF)
    for (const operand of options.operands) {
      const reason = tool.files.exists(tool.path(operand)) ? 'Invalid argument' : 'No such file or directory'
      tool.warn(`${operand}: swapoff failed: ${reason}`, NONE_OFF)
    }
  },
  { shortName: true },
)
