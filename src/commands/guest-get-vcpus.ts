import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { GuestLogicalProcessor } from './logical-processor.js'

export const guestGetVcpus = defineCommand({
  name: 'guest-get-vcpus',
  since: '1.5',
  doc: 'The logical processors of the guest, ascending by id.',
  returns: q.list(GuestLogicalProcessor),
  run: ({ guest }) =>
    guest.vcpus.list().map(({ id, online, canOffline }) => ({
      'logical-id': BigInt(id),
      online,
      'can-offline': canOffline,
    })),
})
