import { q } from '../../../qapi/descriptor.js'
import { hasBoard } from '../cpus.js'
import { defineQmpCommand } from '../define.js'

const MemoryInfo = q.struct('MemoryInfo', {
  'base-memory': q.doc('Bytes of -m.', q.int),
  'plugged-memory': q.doc('Bytes in DIMMs: there are none.', q.int),
})

export const queryMemorySizeSummary = defineQmpCommand({
  name: 'query-memory-size-summary',
  since: '2.11',
  doc: 'Tell how much memory the machine has.',
  returns: MemoryInfo,
  run: ({ qemu }) => ({
    'base-memory': hasBoard(qemu) ? qemu.guest.config.memory.size : 0n,
    'plugged-memory': 0n,
  }),
})
