import { versionLine } from '../../version.js'
import type { Builtin } from '../builtin.js'
import { errorText } from '../texts.js'
import { switchesAndNames } from '../words.js'
import { volumeLines } from './volume-lines.js'

export const ver: Builtin = {
  errorlevel: 'always',
  *run({ shell }) {
    yield* shell.say('', versionLine(shell.guest))
    return 0
  },
}

export const vol: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const [name = shell.folder.slice(0, 2)] = switchesAndNames(rest).names
    try {
      shell.disk.get(`${name.slice(0, 2)}\\`)
      yield* shell.say(...volumeLines(shell.guest, name))
      return 0
    } catch (error) {
      yield* shell.complain(errorText(error))
      return 1
    }
  },
}
