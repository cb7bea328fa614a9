/** The calls below /nodes/{node}/qemu/{vmid}/agent. */
import { type Call, defineCall, ofVm } from '../call.js'
import { exec, execStatus } from './exec.js'
import { fileRead } from './file-read.js'
import { fileWrite } from './file-write.js'
import { legacyCall, plainCalls } from './plain-calls.js'
import { setUserPassword } from './set-user-password.js'

const named: readonly Call[] = [...plainCalls, exec, execStatus, fileRead, fileWrite, setUserPassword]

const index = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/agent',
  doc: 'The names of the calls below; of a VM that is not there too.',
  permission: 'user',
  parameters: ofVm,
  allowsMore: true,
  // Whether there is such a VM makes no difference.
  run: () => named.map(({ path }) => ({ name: path.slice(path.lastIndexOf('/') + 1) })).sort(byName),
})

function byName({ name }: { readonly name: string }, other: { readonly name: string }): number {
  return name < other.name ? -1 : 1
}

export const agentCalls: readonly Call[] = [index, legacyCall, ...named]
