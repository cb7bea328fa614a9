import { encodeText } from '../json/text.js'
import { q } from '../qapi/descriptor.js'
import { decodeBase64 } from './base64.js'
import { type CommandContext, defineCommand } from './define.js'
import { findInPath, runFor } from './run-program.js'
import { badRawPassword, badUsername, noPasswd } from './texts.js'

export const guestSetUserPassword = defineCommand({
  name: 'guest-set-user-password',
  since: '2.3',
  doc: "Set a user's password, as chpasswd(8) does.",
  args: {
    username: q.str,
    password: q.doc('base64', q.str),
    crypted: q.doc('it is a crypt(3) hash already', q.bool),
  },
  run: (context, args) => changePassword(context, args, chpasswd),
})

/** The program that sets passwords, and how it is told. */
export interface PasswordProgram {
  readonly name: string
  args(username: string, crypted: boolean): readonly string[]
  /** What it reads, without the line feed. */
  input(username: string, password: Uint8Array): Uint8Array
}

const chpasswd: PasswordProgram = {
  name: 'chpasswd',
  args: (_username, crypted) => (crypted ? ['-e'] : []),
  input: (username, password) => Buffer.concat([encodeText(`${username}:`), password]),
}

export function* changePassword(
  context: CommandContext,
  {
    username,
    password: base64,
    crypted,
  }: { readonly username: string; readonly password: string; readonly crypted: boolean },
  program: PasswordProgram,
) {
  const decoded = decodeBase64(base64)
  // A C string: it ends at its first NUL.
  const end = decoded.indexOf(0)
  const password = end === -1 ? decoded : decoded.subarray(0, end)
  if (password.includes(LINE_FEED)) throw badRawPassword()
  if (/[\n:]/.test(username)) throw badUsername()
  const line = Buffer.concat([program.input(username, password), Buffer.of(LINE_FEED)])
  yield* runFor('password', context, find(context, program), program.args(username, crypted), line)
}

const LINE_FEED = 0x0a

/** Versions that show what a child says leave it to the child that there is no such program. */
function find(context: CommandContext, { name }: PasswordProgram): string {
  if (context.agent.behaviour.childText === 'output') return name
  const path = findInPath(context, name)
  if (path === undefined) throw noPasswd()
  return path
}
