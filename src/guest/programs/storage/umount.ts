import { tool } from '../tool.js'
import { findDevice } from './device-names.js'
import { refuse } from './table-options.js'

const DECLARED = [
  ...['a,all', 'A,all-targets', 'c,no-canonicalize', 'd,detach-loop', 'f,force', 'fake', 'i,internal-only', 'l,lazy'],
  ...['n,no-mtab', 'N,namespace=', 'O,test-opts=', 'q,quiet', 'r,read-only', 'R,recursive', 't,types=', 'v,verbose'],
]
const FAILED = 32

/** util-linux's umount(8): nothing is ever unmounted; most that is asked for is busy in a real guest too. */
export const umount = tool(
  tool => {
    const options = tool.options(DECLARED)
    refuse(tool, options, ['a', 'A', 'fake', 'N', 'O', 't'])
    if (options.operands.length === 0) throw tool.usage('bad usage')
    for (const operand of options.operands) {
      const path = tool.path(operand)
      const { mounts } = tool.guest
      const source = findDevice(tool.guest, path)?.name
      const mount = mounts.table.findLast(entry => entry.path === path || entry.source === source)
      if (tool.cred.uid !== 0 && mount !== undefined) tool.warn(`${operand}: must be superuser to unmount.`)
      else if (mount === undefined) {
        const isThere = tool.files.exists(path)
        if (!options.has('q') || isThere) {
          tool.warn(`${operand}: ${isThere ? 'not mounted' : 'no mount point specified'}.`, FAILED)
        }
        tool.exitCode = FAILED
      } else if (mount.path === '/' || mounts.table.some(entry => entry.path.startsWith(`${mount.path}/`))) {
        tool.warn(`${operand}: target is busy.`, FAILED)
      } else tool.warn(`${operand}: mockvm doesn't unmount anything yet`, FAILED)
    }
  },
  { shortName: true },
)
