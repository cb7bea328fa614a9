import { Errno } from '../../errno.js'
import { refuse } from '../storage/table-options.js'
import { type Tool, tool } from '../tool.js'
import { parseCpuList } from './cpu-lists.js'

const SOME_FAILED = 64

/** util-linux's chcpu(8). */
export const chcpu = tool(
  tool => {
    const options = tool.options([
      'c,configure=',
      'd,disable=',
      'e,enable=',
      'g,deconfigure=',
      'p,dispatch=',
      'r,rescan',
    ])
    refuse(tool, options, ['c', 'g', 'p', 'r'])
    const which = options.last('d', 'e')
    if (which === undefined || options.operands.length > 0) throw tool.usage('bad usage')
    if (options.has('d') && options.has('e')) {
      throw tool.fail('mutually exclusive arguments: --configure --deconfigure --disable --dispatch --enable --rescan')
    }
    const text = options.value(which) ?? ''
    const ids = parseCpuList(text)
    if (ids === undefined) throw tool.fail(`failed to parse CPU list: ${text}`)
    for (const id of ids) change(tool, id, which === 'e')
  },
  { shortName: true },
)

function change(tool: Tool, id: number, enable: boolean): void {
  const { vcpus } = tool.guest
  const vcpu = vcpus.get(id)
  const verb = enable ? 'enable' : 'disable'
  if (vcpu === undefined) tool.warn(`CPU ${id} does not exist`, SOME_FAILED)
  else if (!vcpu.canOffline) tool.warn(`CPU ${id} is not hot pluggable`, SOME_FAILED)
  else if (vcpu.online === enable) tool.print(`CPU ${id} is already ${verb}d\n`)
  else if (!enable && vcpus.list().filter(({ online }) => online).length === 1) {
    tool.warn(`CPU ${id} disable failed (last enabled CPU)`, SOME_FAILED)
  } else {
    const done = tool.attempt(
      () => {
        if (tool.cred.uid !== 0) throw new Errno('EACCES')
        vcpus.setOnline(id, enable)
      },
      reason => `CPU ${id} ${verb} failed: ${reason}`,
      SOME_FAILED,
    )
    if (done) tool.print(`CPU ${id} ${verb}d\n`)
  }
}
