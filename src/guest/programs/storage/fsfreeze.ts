import { Errno, strerror } from '../../errno.js'
import { mountOf } from '../devices.js'
import { tool } from '../tool.js'

/** util-linux's fsfreeze(8). */
export const fsfreeze = tool(
  tool => {
    const options = tool.options(['f,freeze', 'u,unfreeze'])
    if (options.has('f') && options.has('u')) throw tool.fail('mutually exclusive arguments: --freeze --unfreeze')
    if (!options.has('f') && !options.has('u')) throw tool.fail('neither --freeze or --unfreeze specified')
    const [operand, extra] = options.operands
    if (operand === undefined) throw tool.fail('no filename specified')
    if (extra !== undefined) throw tool.usage('unexpected number of arguments')
    const path = tool.path(operand)
    const stat = tool.get(
      () => tool.files.stat(path, tool.cred),
      text => `cannot open ${operand}: ${text}`,
    )
    if (stat === undefined) return
    if (stat.kind !== 'directory') throw tool.fail(`${operand}: is not a directory`)
    const mount = mountOf(tool.guest, tool.files.realpath(path, tool.cred))
    if (mount?.openError !== undefined) throw tool.fail(`cannot open ${operand}: ${strerror(mount.openError)}`)
    const verb = options.has('f') ? 'freeze' : 'unfreeze'
    tool.attempt(
      () => {
        if (tool.cred.uid !== 0) throw new Errno('EPERM')
        if (mount === undefined) throw new Errno('EOPNOTSUPP')
        if (verb === 'freeze') tool.guest.mounts.freeze(mount)
        else tool.guest.mounts.thaw(mount)
      },
      text => `${operand}: ${verb} failed: ${text}`,
    )
  },
  { shortName: true },
)
