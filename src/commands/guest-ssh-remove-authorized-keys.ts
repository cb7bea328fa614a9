import { q } from '../qapi/descriptor.js'
import { AuthorizedKeys, checkKeys } from './authorized-keys.js'
import { defineCommand } from './define.js'

export const guestSshRemoveAuthorizedKeys = defineCommand({
  name: 'guest-ssh-remove-authorized-keys',
  since: '5.2',
  doc: "Take public keys out of a user's authorized_keys, as often as they stand there.",
  args: { username: q.str, keys: q.list(q.str) },
  run: (context, { username, keys }) => {
    checkKeys(keys)
    const file = new AuthorizedKeys(context, username)
    if (file.exists) file.write(file.read().filter(line => !keys.includes(line)))
  },
})
