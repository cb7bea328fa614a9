import { mountOf } from '../devices.js'
import { tool } from '../tool.js'
import { numbersOf } from './mount-tree.js'

const NO_MOUNT_POINT = 32

/** util-linux's mountpoint(1). */
export const mountpoint = tool(
  tool => {
    const options = tool.options(['q,quiet', 'd,fs-devno', 'x,devno', 'nofollow'])
    const [operand, extra] = options.operands
    if (operand === undefined || extra !== undefined) throw tool.usage('bad usage')
    const path = tool.path(operand)
    const stat = tool.get(
      () => (options.has('nofollow') ? tool.files.lstat(path, tool.cred) : tool.files.stat(path, tool.cred)),
      text => (options.has('q') ? undefined : `${operand}: ${text}`),
    )
    if (stat === undefined) throw tool.exit(1)
    if (options.has('x')) {
      if (stat.kind !== 'block')
        throw options.has('q') ? tool.exit(NO_MOUNT_POINT) : tool.fail(`${operand}: not a block device`, NO_MOUNT_POINT)
      tool.print(`${stat.rdev?.major ?? 0}:${stat.rdev?.minor ?? 0}\n`)
      return
    }
    const real = tool.files.realpath(path, tool.cred)
    const mount = mountOf(tool.guest, real)
    const isPoint = mount?.path === real
    if (!isPoint) tool.exitCode = NO_MOUNT_POINT
    if (options.has('q')) return
    if (isPoint && options.has('d')) tool.print(`${numbersOf(tool.guest, mount)}\n`)
    else tool.print(`${operand} is ${isPoint ? '' : 'not '}a mountpoint\n`)
  },
  { shortName: true },
)
