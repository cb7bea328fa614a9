import { checkKeys } from '../authorized-keys.js'
import { elsewhere } from '../define.js'
import { guestSshRemoveAuthorizedKeys } from '../guest-ssh-remove-authorized-keys.js'
import { AuthorizedKeys } from './authorized-keys.js'

/** Where there is no file, that is an error here. */
export const guestSshRemoveAuthorizedKeysOnWindows = elsewhere(
  guestSshRemoveAuthorizedKeys,
  (context, { username, keys }) => {
    checkKeys(keys)
    const file = new AuthorizedKeys(context, username)
    file.write(file.read().filter(line => !keys.includes(line)))
  },
)
