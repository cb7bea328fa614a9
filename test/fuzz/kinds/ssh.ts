/** The authorized keys of an account: asked for, added, removed, and the file as others may have left it. */
import { ACCOUNT } from '../../real-agent/one-account.js'
import type { Chance } from '../chance.js'
import { DIR, request, type Step } from '../story.js'

const KEYS = [
  'ssh-rsa AAAA one',
  'ssh-rsa BBBB two',
  'ssh-ed25519 CCCC',
  'x',
  ' spaced ',
  'ünï',
  'a\tb',
  'tail ',
  'x#y',
]
const BAD_KEYS = ['', '#comment', 'two\nlines', '\n', '#', ' #', 'nul\u0000key', '\r', ' ']
const CONTENTS = [
  ...[
    '',
    '\n',
    'ssh-rsa AAAA one',
    'ssh-rsa AAAA one\n',
    '# comment\nssh-rsa AAAA one\n\nx\n',
    '  spaced  \r\nx\r\n',
    '#only',
  ],
  ...['x\nx\nx\n', '\n\n\nx', 'a\0b\nx\n', 'x\n#x\n x\n', '\xff\xfe\nx\n', 'ssh-rsa BBBB two\nssh-rsa AAAA one'],
]
const FILE = `${DIR}/.ssh/authorized_keys`

export function sshStory(chance: Chance): Step[] {
  let handle = 1000
  return chance
    .list(5 + chance.below(25), (): Step[] => {
      switch (chance.below(8)) {
        case 0:
          return rewrite(chance, handle++)
        case 1:
          return [{ look: true }]
        case 2:
        case 3:
          return [request('guest-ssh-get-authorized-keys', { username: user(chance) })]
        case 4:
          return [request('guest-ssh-remove-authorized-keys', { username: user(chance), keys: keys(chance) })]
        default: {
          const reset = chance.once(4) ? { reset: chance.once(2) } : {}
          return [request('guest-ssh-add-authorized-keys', { username: user(chance), keys: keys(chance), ...reset })]
        }
      }
    })
    .flat()
}

function user(chance: Chance): string {
  return chance.once(12) ? chance.oneOf(['', 'nobody-here']) : ACCOUNT
}

function keys(chance: Chance): string[] {
  return chance.list(chance.size(5), () => (chance.once(12) ? chance.oneOf(BAD_KEYS) : chance.oneOf(KEYS)))
}

/** Somebody edits the file. Without its directory it can't be opened, and the next one gets the handle. */
function rewrite(chance: Chance, handle: number): Step[] {
  const content = Buffer.from(chance.oneOf(CONTENTS), 'latin1').toString('base64')
  return [
    request('guest-file-open', { path: FILE, mode: chance.oneOf(['w', 'w', 'a']) }),
    request('guest-file-write', { handle, 'buf-b64': content }),
    request('guest-file-close', { handle }),
  ]
}
