/** The calls without parameters: what the agent returns, and an error of its own within status 200. */
import type { HttpJson } from '../../json.js'
import { type Call, defineCall, type Method, ofVm } from '../call.js'
import type { ProxmoxGuest } from '../cluster.js'
import { agentCommand, assertAgentAvailable, freeze } from './client.js'
import { anyOf } from './privileges.js'

interface PlainCall {
  /** That of the command, without "guest-". */
  readonly name: string
  readonly method: Method
  readonly privileges: readonly string[]
}

const AUDIT = ['VM.GuestAgent.Audit']
const FILE_SYSTEMS = ['VM.GuestAgent.FileSystemMgmt']
const POWER = ['VM.PowerMgmt']

const PLAIN_CALLS = [
  { name: 'fsfreeze-freeze', method: 'POST', privileges: FILE_SYSTEMS },
  { name: 'fsfreeze-status', method: 'POST', privileges: [...AUDIT, ...FILE_SYSTEMS] },
  { name: 'fsfreeze-thaw', method: 'POST', privileges: FILE_SYSTEMS },
  { name: 'fstrim', method: 'POST', privileges: FILE_SYSTEMS },
  { name: 'get-fsinfo', method: 'GET', privileges: AUDIT },
  { name: 'get-host-name', method: 'GET', privileges: AUDIT },
  { name: 'get-memory-block-info', method: 'GET', privileges: AUDIT },
  { name: 'get-memory-blocks', method: 'GET', privileges: AUDIT },
  { name: 'get-osinfo', method: 'GET', privileges: AUDIT },
  { name: 'get-time', method: 'GET', privileges: AUDIT },
  { name: 'get-timezone', method: 'GET', privileges: AUDIT },
  { name: 'get-users', method: 'GET', privileges: AUDIT },
  { name: 'get-vcpus', method: 'GET', privileges: AUDIT },
  { name: 'info', method: 'GET', privileges: AUDIT },
  { name: 'network-get-interfaces', method: 'GET', privileges: AUDIT },
  { name: 'ping', method: 'POST', privileges: AUDIT },
  { name: 'shutdown', method: 'POST', privileges: POWER },
  { name: 'suspend-disk', method: 'POST', privileges: POWER },
  { name: 'suspend-hybrid', method: 'POST', privileges: POWER },
  { name: 'suspend-ram', method: 'POST', privileges: POWER },
] as const satisfies readonly PlainCall[]

export const plainCalls: readonly Call[] = PLAIN_CALLS.map(({ name, method, privileges }) =>
  defineCall({
    method,
    path: `/nodes/{node}/qemu/{vmid}/agent/${name}`,
    doc: `What the agent answers to guest-${name}, be it an error.`,
    permission: anyOf(...privileges),
    parameters: ofVm,
    run: ({ cluster }, { node, vmid }) => resultOf(cluster.guest(node, vmid), name),
  }),
)

/** The older way to all of them. */
export const legacyCall = defineCall({
  method: 'POST',
  path: '/nodes/{node}/qemu/{vmid}/agent',
  doc: 'The older way to the calls without parameters: command is the name of one.',
  // It is named twice there, and so in the text of the refusal.
  permission: anyOf('VM.GuestAgent.Unrestricted'),
  parameters: { ...ofVm, command: { type: 'string', enum: PLAIN_CALLS.map(({ name }) => name) } },
  run: ({ cluster }, { node, vmid, command }) => resultOf(cluster.guest(node, vmid), command),
})

async function resultOf(guest: ProxmoxGuest, name: string): Promise<HttpJson> {
  await assertAgentAvailable(guest)
  const result = name === 'fsfreeze-freeze' ? freeze(guest) : agentCommand(guest, `guest-${name}`)
  return { result: await result }
}
