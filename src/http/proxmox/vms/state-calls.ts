/** What there is to know of VMs. */
import { type Call, defineCall, ofNode, ofVm } from '../call.js'
import { died } from '../error.js'
import { configOf } from './config.js'
import { statusOf } from './status.js'

const AUDIT = { path: '/vms/{vmid}', anyOf: ['VM.Audit'] }

const list = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu',
  doc: 'The VMs of the node; full=1 asks QEMU too.',
  permission: 'user',
  parameters: { ...ofNode, full: { type: 'boolean', optional: true } },
  run({ cluster, access, auth }, { node, full = false }) {
    const seen = cluster.guestsOf(node).filter(({ vmid }) => access.may(auth, `/vms/${vmid}`, ['VM.Audit']))
    return seen.map(guest => statusOf(guest, { isFull: full, version: cluster.version }))
  },
})

const index = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}',
  doc: 'What there is below a VM, here.',
  permission: 'user',
  parameters: ofVm,
  run({ cluster }, { node, vmid }) {
    cluster.guest(node, vmid)
    return ['config', 'pending', 'status', 'agent'].map(subdir => ({ subdir }))
  },
})

const statusIndex = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/status',
  doc: 'What there is below status; resume is there too, though not in the list.',
  permission: 'user',
  parameters: ofVm,
  run({ cluster }, { node, vmid }) {
    cluster.guest(node, vmid)
    return ['current', 'start', 'stop', 'reset', 'shutdown', 'suspend', 'reboot'].map(subdir => ({ subdir }))
  },
})

const current = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/status/current',
  doc: 'How the VM is: status running or stopped, qmpstatus the run state of QEMU.',
  permission: AUDIT,
  parameters: ofVm,
  run({ cluster }, { node, vmid }) {
    const guest = cluster.guest(node, vmid)
    const status = statusOf(guest, { isFull: true, version: cluster.version })
    return { ...status, ha: { managed: 0 }, ...(guest.hasAgent && { agent: 1 }) }
  },
})

const config = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/config',
  doc: 'The configuration of the VM, as far as its guest shows it.',
  permission: AUDIT,
  parameters: {
    ...ofVm,
    current: { type: 'boolean', optional: true },
    snapshot: { type: 'string', optional: true },
  },
  run({ cluster }, { node, vmid, snapshot }) {
    const guest = cluster.guest(node, vmid)
    if (snapshot !== undefined && snapshot !== '') throw died(`snapshot '${snapshot}' does not exist`)
    return configOf(guest)
  },
})

const pending = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/pending',
  doc: 'The configuration as a list; nothing ever is pending.',
  permission: AUDIT,
  parameters: ofVm,
  run({ cluster }, { node, vmid }) {
    return Object.entries(configOf(cluster.guest(node, vmid))).map(([key, value]) => ({ key, value }))
  },
})

export const stateCalls: readonly Call[] = [list, index, statusIndex, current, config, pending]
