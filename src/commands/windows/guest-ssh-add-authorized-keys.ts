import { QapiError } from '../../qapi/errors.js'
import { checkKeys } from '../authorized-keys.js'
import { elsewhere } from '../define.js'
import { guestSshAddAuthorizedKeys } from '../guest-ssh-add-authorized-keys.js'
import { AuthorizedKeys } from './authorized-keys.js'

export const guestSshAddAuthorizedKeysOnWindows = elsewhere(
  guestSshAddAuthorizedKeys,
  (context, { username, keys, reset = false }) => {
    checkKeys(keys)
    const file = new AuthorizedKeys(context, username)
    const lines = reset ? [] : readIfPossible(file)
    file.makeDirectory()
    for (const key of keys) if (!lines.includes(key)) lines.push(key)
    file.write(lines)
  },
)

/** What can't be read counts as not there, whatever the reason. */
function readIfPossible(file: AuthorizedKeys): string[] {
  try {
    return file.read()
  } catch (error) {
    if (error instanceof QapiError) return []
    throw error
  }
}
