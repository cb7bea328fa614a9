import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { memoryDirectoryMissing } from './texts.js'

const GuestMemoryBlockInfo = q.struct('GuestMemoryBlockInfo', {
  size: q.doc('bytes of a memory block', q.uint64),
})

export const guestGetMemoryBlockInfo = defineCommand({
  name: 'guest-get-memory-block-info',
  since: '2.3',
  doc: 'The size of memory blocks: the unit that can go online and offline.',
  returns: GuestMemoryBlockInfo,
  run({ guest }) {
    if (guest.memory.blockSize === 0n) throw memoryDirectoryMissing()
    return { size: guest.memory.blockSize }
  },
})
