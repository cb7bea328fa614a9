import { Errno } from '../guest/errno.js'
import type { Guest } from '../guest/guest.js'
import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { GuestLogicalProcessor } from './logical-processor.js'
import { cpuDirectoryMissing, cpuStays, cpuWriteFailed } from './texts.js'

export const guestSetVcpus = defineCommand({
  name: 'guest-set-vcpus',
  since: '1.5',
  doc: 'Take processors online or offline, in the order given; how many were done before the first that failed.',
  args: { vcpus: q.list(GuestLogicalProcessor) },
  returns: q.int,
  run({ guest }, { vcpus }) {
    for (const [done, { 'logical-id': id, online }] of vcpus.entries()) {
      try {
        setOnline(guest, id, online)
      } catch (error) {
        // Only the first one's failure is told; after that the count tells where it stopped.
        if (done === 0) throw error
        return BigInt(done)
      }
    }
    return BigInt(vcpus.length)
  },
})

function setOnline(guest: Guest, id: bigint, online: boolean): void {
  const vcpu = guest.vcpus.get(Number(id))
  if (vcpu === undefined) throw cpuDirectoryMissing(id)
  if (!vcpu.canOffline) {
    if (online) return
    throw cpuStays(id)
  }
  try {
    guest.vcpus.setOnline(vcpu.id, online)
  } catch (error) {
    if (error instanceof Errno) throw cpuWriteFailed(id, error)
    throw error
  }
}
