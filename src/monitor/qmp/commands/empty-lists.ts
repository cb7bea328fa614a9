/** Commands that list what this machine has none of. */
import { type Descriptor, q } from '../../../qapi/descriptor.js'
import { defineQmpCommand, type QmpCommand } from '../define.js'

const flag = q.optional(q.bool)

function listsNone(name: string, since: string, what: string, args: Record<string, Descriptor> = {}): QmpCommand {
  const returns = q.list(q.any)
  return defineQmpCommand({ name, since, doc: `List ${what}: there are none.`, args, returns, run: () => [] })
}

export const queryBlock = listsNone('query-block', '0.14', 'the disks that QEMU gives to the guest')
export const queryBlockstats = listsNone('query-blockstats', '0.14', 'what these disks have done', {
  'query-nodes': flag,
})
export const queryNamedBlockNodes = listsNone('query-named-block-nodes', '2.0', 'what the disks are made of', {
  flat: flag,
})
export const queryBlockJobs = listsNone('query-block-jobs', '1.1', 'what is being done to the disks')
export const queryJobs = listsNone('query-jobs', '3.0', 'jobs')
export const queryMemoryDevices = listsNone('query-memory-devices', '2.1', 'DIMMs')
export const queryFdsets = listsNone('query-fdsets', '1.2', 'file descriptors that were handed over')
export const queryTpm = listsNone('query-tpm', '1.5', 'TPM devices')
export const queryVncServers = listsNone('query-vnc-servers', '2.3', 'the servers for VNC')
export const queryPrManagers = listsNone('query-pr-managers', '3.0', 'helpers for SCSI reservations')
