/** A file of the guest, or a part of it. */
// Turns of the event loop, in which others of this process have theirs; no time of the host's.
import { setImmediate as turn } from 'node:timers/promises'
import type { HttpJson } from '../../json.js'
import { defineCall, ofVm } from '../call.js'
import type { ProxmoxGuest } from '../cluster.js'
import { ServerError } from '../error.js'
import { agentErrorOf, memberOf } from './agent-error.js'
import { checkedCommand } from './checked-command.js'
import { type AgentArguments, agentCommand } from './client.js'
import { asText, isTrue } from './perl-values.js'
import { anyOf } from './privileges.js'

const CHUNK = 1_048_576
const MOST = 16 * CHUNK

/** Milliseconds on the guest's clock, in which all of it has to come: as long as the proxy of the API waits. */
const PATIENCE = 30_000
/**
 * And in so many reads, since time may stand still: with 4 KiB each they are all that can be asked for, and with less
 * each the proxy would hardly see the end.
 */
const MOST_READS = 4096

export const fileRead = defineCall({
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/agent/file-read',
  doc: 'A file, or count bytes of it from offset on: 16 MiB at most, one character a byte; decode=0 for base64.',
  permission: anyOf('VM.GuestAgent.FileRead'),
  parameters: {
    ...ofVm,
    file: { type: 'string' },
    offset: { type: 'integer', isLong: true, minimum: 0, default: 0n },
    count: { type: 'integer', minimum: 1, maximum: MOST, default: MOST },
    decode: { type: 'boolean', default: true },
  },
  async run({ cluster }, { node, vmid, file, offset, count, decode }) {
    const guest = cluster.guest(node, vmid)
    const handle = await checkedCommand(guest, 'guest-file-open', { path: file }, "can't open file")
    // From here on nobody looks any more whether the agent is there; a failure leaves the file open.
    if (offset > 0n) await command(guest, 'guest-file-seek', { handle, offset, whence: 'set' }, "can't seek in file")
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
  let size = 0
  let isLate = false
  const forget = guest.vm.timer.after(PATIENCE, () => {
    isLate = true
  })
  try {
    for (let reads = 0; reads < MOST_READS && !isLate; reads++) {
      const args = { handle, count: Math.min(count - size, CHUNK) }
      const read = await command(guest, 'guest-file-read', args, "can't read from file")
      chunks.push(Buffer.from(asText(memberOf(read, 'buf-b64')), 'base64'))
      const got = countOf(read)
      size += got
      const isEnd = isTrue(memberOf(read, 'eof'))
      if (isEnd || size >= count) return { bytes: Buffer.concat(chunks), size, isTruncated: !isEnd }
      if (got === 0) break
      await turn()
    }
  } finally {
    forget()
  }
  // The API reads on and on, and its proxy gives it up.
  throw new ServerError(596, 'Connection timed out')
}

/** How many bytes they are is taken from the agent; what is no such number is none. */
function countOf(read: HttpJson): number {
  const count = memberOf(read, 'count')
  return typeof count === 'bigint' && count > 0n ? Number(count) : 0
}

async function command(guest: ProxmoxGuest, name: string, args: AgentArguments, text: string): Promise<HttpJson> {
  const result = await agentCommand(guest, name, args)
  const error = agentErrorOf(result, text)
  if (error !== undefined) throw error
  return result
}
