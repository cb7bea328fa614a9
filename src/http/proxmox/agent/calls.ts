/** The calls below /nodes/{node}/qemu/{vmid}/agent. */
import { type Call, defineCall, ofVm } from '../call.js'

const ping = defineCall({
  method: 'POST',
  path: '/nodes/{node}/qemu/{vmid}/agent/ping',
  doc: 'Execute ping.',
  permission: { path: '/vms/{vmid}', anyOf: ['VM.GuestAgent.Audit', 'VM.GuestAgent.Unrestricted'] },
  parameters: ofVm,
  async run({ cluster }, { node, vmid }) {
    const { vm } = cluster.guest(node, vmid)
    await vm.call('guest-ping')
    return { result: {} }
  },
})

export const agentCalls: readonly Call[] = [ping]
