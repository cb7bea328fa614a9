import { Errno } from '../guest/errno.js'
import type { Guest } from '../guest/guest.js'
import { type Infer, q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { GuestMemoryBlock } from './memory-block.js'

const ResponseType = q.enum('GuestMemoryBlockResponseType', [
  'success',
  'not-found',
  'operation-not-supported',
  'operation-failed',
])

const BlockResponse = q.struct('GuestMemoryBlockResponse', {
  'phys-index': q.uint64,
  response: ResponseType,
  'error-code': q.optional(q.doc('errno of the failure', q.int)),
})

export const guestSetMemoryBlocks = defineCommand({
  name: 'guest-set-memory-blocks',
  since: '2.3',
  doc: 'Take memory blocks online or offline; what became of each.',
  args: { 'mem-blks': q.list(GuestMemoryBlock) },
  returns: q.list(BlockResponse),
  run: ({ guest }, { 'mem-blks': blocks }) =>
    blocks.map(({ 'phys-index': index, online }) => ({ 'phys-index': index, ...setOnline(guest, index, online) })),
})

function setOnline(guest: Guest, index: bigint, online: boolean): Omit<Infer<typeof BlockResponse>, 'phys-index'> {
  const notFound = new Errno('ENOENT')
  if (guest.memory.get(index) === undefined) return { response: 'not-found', 'error-code': BigInt(notFound.errno) }
  try {
    guest.memory.setOnline(index, online)
    return { response: 'success' }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return { response: 'operation-failed', 'error-code': BigInt(error.errno) }
  }
}
