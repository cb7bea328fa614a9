/** systemd-detect-virt(1) in a virtual machine of KVM that runs no container. */
import { tool } from '../tool.js'
import { refuseOptions } from './refuse.js'
import { versionLine } from './version.js'

export const detectVirt = tool(tool => {
  const options = tool.options(
    ['c,container', 'v,vm', 'q,quiet', 'r,chroot', 'private-users', 'cvm', 'list', 'list-cvm', 'h,help', 'version'],
    { terse: true },
  )
  refuseOptions(tool, options, ['private-users', 'cvm', 'list', 'list-cvm', 'h'])
  if (options.has('version')) {
    tool.print(versionLine(tool))
    return
  }
  const [extra] = options.operands
  if (extra !== undefined) {
    tool.stderr.add(`${tool.call.argv[0]} takes no arguments.\n`)
    throw tool.exit(1)
  }
  // In a chroot nothing is printed: the exit code is all.
  if (options.has('r')) throw tool.exit(1)
  const isContainer = options.last('c', 'v') === 'c'
  if (!options.has('q')) tool.print(isContainer ? 'none\n' : 'kvm\n')
  if (isContainer) throw tool.exit(1)
})
