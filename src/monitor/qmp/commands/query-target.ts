import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const TargetInfo = q.struct('TargetInfo', { arch: q.str })

export const queryTarget = defineQmpCommand({
  name: 'query-target',
  since: '1.2',
  doc: 'Tell the architecture of the machine.',
  returns: TargetInfo,
  run: () => ({ arch: 'x86_64' }),
})
