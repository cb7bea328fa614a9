import { kernfsOrder } from '../guest/kernfs-order.js'
import type { Vcpu } from '../guest/vcpus.js'
import { q } from '../qapi/descriptor.js'
import type { Behaviour } from './behaviour.js'
import { defineCommand } from './define.js'
import { GuestLogicalProcessor } from './logical-processor.js'

export const guestGetVcpus = defineCommand({
  name: 'guest-get-vcpus',
  since: '1.5',
  doc: 'The logical processors of the guest: ascending by id, since 7.2 in the order of their directory.',
  returns: q.list(GuestLogicalProcessor),
  run: ({ guest, agent }) =>
    ordered(guest.vcpus.list(), agent.behaviour).map(({ id, online, canOffline }) => ({
      'logical-id': BigInt(id),
      online,
      'can-offline': canOffline,
    })),
})

function ordered(vcpus: readonly Vcpu[], { vcpuOrder }: Behaviour): readonly Vcpu[] {
  return vcpuOrder === 'ascending' ? vcpus : kernfsOrder(vcpus, ({ id }) => `cpu${id}`)
}
