/** A file of the guest, or a part of it. */
import type { HttpJson } from '../../json.js'
import { defineCall, ofVm } from '../call.js'
import type { ProxmoxGuest } from '../cluster.js'
import { PveError } from '../error.js'
import { agentErrorOf, memberOf } from './agent-error.js'
import { checkedCommand } from './checked-command.js'
import { type AgentArguments, agentCommand } from './client.js'
import { anyOf } from './privileges.js'

const CHUNK = 1_048_576
const MOST = 16 * CHUNK

export const fileRead = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/agent/file-read',
  doc: 'A file, or count bytes of it from offset on: 16 MiB at most, one character a byte; decode=0 for base64.',
  permission: anyOf('VM.GuestAgent.FileRead'),
  parameters: {
    ...ofVm,
    file: { type: 'string' },
    offset: { type: 'integer', minimum: 0, default: 0 },
    count: { type: 'integer', minimum: 1, maximum: MOST, default: MOST },
    decode: { type: 'boolean', default: true },
  },
  async run({ cluster }, { node, vmid, file, offset, count, decode }) {
    const guest = cluster.guest(node, vmid)
    const handle = await checkedCommand(guest, 'guest-file-open', { path: file }, "can't open file")
    // From here on nobody looks any more whether the agent is there; a failure leaves the file open.
    if (offset > 0) await command(guest, 'guest-file-seek', { handle, offset, whence: 'set' }, "can't seek in file")
    const { bytes, size, isTruncated } = await readAll(guest, handle, count)
    // Of a failure to close there is a line in a log, which nobody sees.
    await agentCommand(guest, 'guest-file-close', { handle })
    return {
      content: bytes.toString(decode ? 'latin1' : 'base64'),
      'bytes-read': size,
      truncated: isTruncated ? 1 : undefined,
    }
  },
})

async function readAll(guest: ProxmoxGuest, handle: HttpJson, count: number) {
  const chunks: Buffer[] = []
  let left = count
  while (left > 0) {
    const args = { handle, count: Math.min(left, CHUNK) }
    const read = await command(guest, 'guest-file-read', args, "can't read from file")
    chunks.push(Buffer.from(String(memberOf(read, 'buf-b64') ?? ''), 'base64'))
    // How many they are is taken from the agent.
    const got = Number(memberOf(read, 'count') ?? 0)
    left -= got
    if (memberOf(read, 'eof') === true) return { bytes: Buffer.concat(chunks), size: count - left, isTruncated: false }
    if (got === 0) throw stuck()
  }
  return { bytes: Buffer.concat(chunks), size: count - left, isTruncated: true }
}

/** The API would read on and on, until its proxy has waited for half a minute. */
function stuck(): PveError {
  return new PveError(596, 'Connection timed out')
}

async function command(guest: ProxmoxGuest, name: string, args: AgentArguments, text: string): Promise<HttpJson> {
  const result = await agentCommand(guest, name, args)
  const error = agentErrorOf(result, text)
  if (error !== undefined) throw error
  return result
}
