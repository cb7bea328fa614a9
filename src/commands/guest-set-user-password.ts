import { Errno } from '../guest/errno.js'
import { encodeText } from '../json/text.js'
import { q } from '../qapi/descriptor.js'
import { decodeBase64 } from './base64.js'
import { type CommandContext, defineCommand } from './define.js'
import { runProgram } from './run-program.js'
import { badRawPassword, badUsername, childFailed, childTerminated, noPasswd } from './texts.js'

export const guestSetUserPassword = defineCommand({
  name: 'guest-set-user-password',
  since: '2.3',
  doc: "Set a user's password, as chpasswd(8) does.",
  args: {
    username: q.str,
    password: q.doc('base64', q.str),
    crypted: q.doc('it is a crypt(3) hash already', q.bool),
  },
  *run(context, { username, password: base64, crypted }) {
    const decoded = decodeBase64(base64)
    // A C string: it ends at its first NUL.
    const end = decoded.indexOf(0)
    const password = end === -1 ? decoded : decoded.subarray(0, end)
    if (password.includes(LINE_FEED)) throw badRawPassword()
    if (/[\n:]/.test(username)) throw badUsername()
    const chpasswd = findProgram(context, 'chpasswd')
    if (chpasswd === undefined) throw noPasswd()
    const line = Buffer.concat([encodeText(`${username}:`), password, Buffer.of(LINE_FEED)])
    const ending = yield* runProgram(context, chpasswd, crypted ? ['-e'] : [], line)
    if ('signal' in ending) throw childTerminated()
    if (ending.exitCode !== 0) throw childFailed('set user password')
  },
})

const LINE_FEED = 0x0a

function findProgram({ guest, agent }: CommandContext, name: string): string | undefined {
  const candidates = (agent.env.PATH ?? '').split(':').map(directory => `${directory}/${name}`)
  return candidates.find(path => {
    try {
      guest.files.access(path, 'x', guest.users.credentials(agent.user))
      return guest.files.stat(path).kind === 'file'
    } catch (error) {
      if (error instanceof Errno) return false
      throw error
    }
  })
}
