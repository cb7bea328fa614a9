import { elsewhere } from '../define.js'
import { guestSshGetAuthorizedKeys } from '../guest-ssh-get-authorized-keys.js'
import { AuthorizedKeys } from './authorized-keys.js'

export const guestSshGetAuthorizedKeysOnWindows = elsewhere(guestSshGetAuthorizedKeys, (context, { username }) => {
  const lines = new AuthorizedKeys(context, username).read().map(line => line.replace(/^[ \t\r\f]+|[ \t\r\f]+$/g, ''))
  return { keys: lines.filter(line => line !== '' && !line.startsWith('#')).toReversed() }
})
