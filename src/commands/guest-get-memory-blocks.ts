import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { GuestMemoryBlock } from './memory-block.js'
import { noMemoryBlocks } from './texts.js'

export const guestGetMemoryBlocks = defineCommand({
  name: 'guest-get-memory-blocks',
  since: '2.3',
  doc: 'The memory blocks of the guest, in the order of their directory in sysfs.',
  returns: q.list(GuestMemoryBlock),
  run({ guest }) {
    if (guest.memory.blockSize === 0n) return []
    const blocks = guest.memory.list()
    if (blocks.length === 0) throw noMemoryBlocks()
    return blocks.map(({ index, online, canOffline }) => ({ 'phys-index': index, online, 'can-offline': canOffline }))
  },
})
