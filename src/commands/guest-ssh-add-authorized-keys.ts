import { q } from '../qapi/descriptor.js'
import { QapiError } from '../qapi/errors.js'
import { AuthorizedKeys, checkKeys } from './authorized-keys.js'
import { defineCommand } from './define.js'

export const guestSshAddAuthorizedKeys = defineCommand({
  name: 'guest-ssh-add-authorized-keys',
  since: '5.2',
  doc: "Append public keys to a user's authorized_keys, but those that stand there already.",
  args: {
    username: q.str,
    keys: q.list(q.str),
    reset: q.optional(q.doc('forget all others; false by default', q.bool)),
  },
  run: (context, { username, keys, reset = false }) => {
    checkKeys(keys)
    const file = new AuthorizedKeys(context, username)
    const before = reset ? undefined : readIfPossible(file)
    if (before === undefined) file.makeDirectory()
    const lines = [...(before ?? [])]
    for (const key of keys) if (!lines.includes(key)) lines.push(key)
    file.write(lines)
  },
})

/** What can't be read counts as not there, whatever the reason. */
function readIfPossible(file: AuthorizedKeys): readonly string[] | undefined {
  try {
    return file.read()
  } catch (error) {
    if (error instanceof QapiError) return undefined
    throw error
  }
}
