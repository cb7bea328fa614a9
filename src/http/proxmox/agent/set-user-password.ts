import { defineCall, ofVm } from '../call.js'
import { checkedCommand } from './checked-command.js'
import { encodeBase64Lines } from './perl-base64.js'
import { anyOf } from './privileges.js'

export const setUserPassword = defineCall({
  method: 'POST',
  path: '/nodes/{node}/qemu/{vmid}/agent/set-user-password',
  doc: 'Change the password of a user; crypted=1 if it is one of crypt(3).',
  permission: anyOf(),
  parameters: {
    ...ofVm,
    username: { type: 'string' },
    password: { type: 'string', minLength: 5, maxLength: 1024 },
    crypted: { type: 'boolean', default: false },
  },
  async run({ cluster }, { node, vmid, username, password, crypted }) {
    const guest = cluster.guest(node, vmid)
    const args = { username, password: encodeBase64Lines(password, 'set-user-password'), crypted }
    return { result: await checkedCommand(guest, 'guest-set-user-password', args, 'cannot set user password') }
  },
})
