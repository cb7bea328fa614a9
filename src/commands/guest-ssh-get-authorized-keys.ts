import { q } from '../qapi/descriptor.js'
import { AuthorizedKeys } from './authorized-keys.js'
import { defineCommand } from './define.js'

const GuestAuthorizedKeys = q.struct('GuestAuthorizedKeys', {
  keys: q.doc('the last of the file first', q.list(q.str)),
})

export const guestSshGetAuthorizedKeys = defineCommand({
  name: 'guest-ssh-get-authorized-keys',
  since: '5.2',
  doc: "The public keys in a user's authorized_keys.",
  args: { username: q.str },
  returns: GuestAuthorizedKeys,
  run: (context, { username }) => {
    const lines = new AuthorizedKeys(context, username).read().map(trim)
    return { keys: lines.filter(line => line !== '' && !line.startsWith('#')).toReversed() }
  },
})

/** g_strstrip(): a vertical tab is no blank. */
function trim(line: string): string {
  return line.replace(/^[ \t\r\f]+|[ \t\r\f]+$/g, '')
}
