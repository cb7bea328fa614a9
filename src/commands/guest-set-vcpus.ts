import { Errno } from '../guest/errno.js'
import { q } from '../qapi/descriptor.js'
import { type CommandContext, defineCommand } from './define.js'
import { GuestLogicalProcessor } from './logical-processor.js'
import { cpuDirectoryMissing, cpuOpenFailed, cpuStays, cpuWriteFailed } from './texts.js'

export const guestSetVcpus = defineCommand({
  name: 'guest-set-vcpus',
  since: '1.5',
  doc: 'Take processors online or offline, in the order given; how many were done before the first that failed.',
  args: { vcpus: q.list(GuestLogicalProcessor) },
  returns: q.int,
  run(context, { vcpus }) {
    for (const [done, { 'logical-id': id, online }] of vcpus.entries()) {
      try {
        setOnline(context, id, online)
      } catch (error) {
        // Only the first one's failure is told; after that the count tells where it stopped.
        if (done === 0) throw error
        return BigInt(done)
      }
    }
    return BigInt(vcpus.length)
  },
})

function setOnline({ guest, agent }: CommandContext, id: bigint, online: boolean): void {
  const vcpu = guest.vcpus.get(Number(id))
  if (vcpu === undefined) throw cpuDirectoryMissing(id)
  if (!vcpu.canOffline) {
    if (online) return
    throw cpuStays(id)
  }
  try {
    // Whatever it says already, it is opened for writing.
    guest.files.access(`/sys/devices/system/cpu/cpu${id}/online`, 'w', guest.users.credentials(agent.user))
  } catch (error) {
    if (error instanceof Errno) throw cpuOpenFailed(id, error, agent.behaviour)
    throw error
  }
  try {
    guest.vcpus.setOnline(vcpu.id, online)
  } catch (error) {
    if (error instanceof Errno) throw cpuWriteFailed(id, error)
    throw error
  }
}
