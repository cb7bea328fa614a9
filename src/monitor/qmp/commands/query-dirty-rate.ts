import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const DirtyRateInfo = q.struct('DirtyRateInfo', {
  status: q.str,
  'start-time': q.int,
  'calc-time': q.int,
  'sample-pages': q.int,
  mode: q.str,
})

export const queryDirtyRate = defineQmpCommand({
  name: 'query-dirty-rate',
  since: '5.2',
  doc: 'Tell how fast the guest writes to its memory: nobody has measured it.',
  returns: DirtyRateInfo,
  run: () => ({ status: 'unstarted', 'start-time': 0, 'calc-time': 0, 'sample-pages': 0, mode: 'page-sampling' }),
})
