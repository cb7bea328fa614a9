/** A file of the guest, written anew. */
import { defineCall, ofVm } from '../call.js'
import { checkedCommand } from './checked-command.js'
import { encodeBase64Lines } from './perl-base64.js'
import { anyOf } from './privileges.js'

const MOST = 61_440

export const fileWrite = defineCall({
  method: 'POST',
  path: '/nodes/{node}/qemu/{vmid}/agent/file-write',
  doc: 'Write a file anew, one byte a character; with encode=0 content is base64.',
  permission: anyOf('VM.GuestAgent.FileWrite'),
  parameters: {
    ...ofVm,
    file: { type: 'string' },
    content: { type: 'string', maxLength: MOST },
    encode: { type: 'boolean', default: true },
  },
  async run({ cluster }, { node, vmid, file, content, encode }) {
    const guest = cluster.guest(node, vmid)
    const base64 = encode ? encodeBase64Lines(content, 'file-write') : content
    const handle = await checkedCommand(guest, 'guest-file-open', { path: file, mode: 'wb' }, "can't open file")
    // How much the agent has written is not looked at.
    await checkedCommand(guest, 'guest-file-write', { handle, 'buf-b64': base64 }, "can't write to file")
    await checkedCommand(guest, 'guest-file-close', { handle }, "can't close file")
    return null
  },
})
