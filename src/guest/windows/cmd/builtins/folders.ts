import { Win32Error } from '../../win32-error.js'
import type { Builtin, BuiltinCall } from '../builtin.js'
import type { Running, Shell } from '../shell.js'
import { errorText, SYNTAX } from '../texts.js'
import { switchesAndNames, unquoted } from '../words.js'

const NO_FOLDER = new Win32Error('ERROR_PATH_NOT_FOUND').text

export const cd: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const [, across, name = ''] = /^\s*(\/d\b)?\s*(.*?)\s*$/is.exec(rest) ?? []
    const folder = unquoted(name)
    if (folder === '') {
      yield* shell.say(shell.folder)
      return 0
    }
    if (/^[A-Za-z]:$/.test(folder) && across === undefined) {
      const isOwn = folder.toUpperCase() === shell.folder.slice(0, 2).toUpperCase()
      yield* shell.say(isOwn ? shell.folder : shell.folderOf(folder))
      return 0
    }
    return yield* change(shell, shell.path(folder), across !== undefined)
  },
}

/** The folder of another drive is only remembered, unless one goes there. */
function* change(shell: Shell, path: string, goesAcross: boolean): Running {
  try {
    const isOther = path.slice(0, 2).toUpperCase() !== shell.folder.slice(0, 2).toUpperCase()
    if (!isOther || goesAcross) shell.enter(path)
    else if (shell.disk.get(path).isFolder) shell.environment.set(`=${path.slice(0, 2).toUpperCase()}`, path)
    else throw new Win32Error('ERROR_DIRECTORY')
    return 0
  } catch (error) {
    const text = errorText(error)
    yield* shell.complain(text === new Win32Error('ERROR_FILE_NOT_FOUND').text ? NO_FOLDER : text)
    return 1
  }
}

export const pushd: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const name = unquoted(rest.trim())
    if (name === '') {
      yield* shell.say(...shell.folders.toReversed())
      return 0
    }
    const before = shell.folder
    const code = yield* change(shell, shell.path(name), true)
    if (code === 0) shell.folders.push(before)
    return code
  },
}

export const popd: Builtin = {
  errorlevel: 'never',
  *run({ shell }) {
    const folder = shell.folders.pop()
    return folder === undefined ? 1 : yield* change(shell, folder, true)
  },
}

export const md: Builtin = {
  errorlevel: 'always',
  *run(call) {
    return yield* forEachName(call, function* ({ shell }, name) {
      try {
        shell.disk.makeFolder(shell.path(name))
        return 0
      } catch (error) {
        const text = errorText(error)
        const isThere = text === new Win32Error('ERROR_ALREADY_EXISTS').text
        yield* shell.complain(isThere ? `A subdirectory or file ${name} already exists.` : text)
        return 1
      }
    })
  },
}

export const rd: Builtin = {
  errorlevel: 'never',
  *run(call) {
    const { switches } = switchesAndNames(call.rest)
    const whole = switches.includes('/s')
    if (whole && !switches.includes('/q')) return yield* askFirst(call, whole)
    return yield* removeAll(call, whole)
  },
}

function* removeAll(call: BuiltinCall, whole: boolean): Running {
  return yield* forEachName(call, function* ({ shell }, name) {
    try {
      shell.disk.removeFolder(shell.path(name), { whole })
      return 0
    } catch (error) {
      yield* shell.complain(errorText(error))
      return error instanceof Win32Error ? error.code : 1
    }
  })
}

/** Whoever doesn't say yes keeps what there is. */
function* askFirst(call: BuiltinCall, whole: boolean): Running {
  const { names } = switchesAndNames(call.rest)
  yield* call.shell.print(`${names[0] ?? ''}, Are you sure (Y/N)? `)
  const answer = yield* call.shell.readLine()
  return answer !== undefined && /^y/i.test(answer) ? yield* removeAll(call, whole) : 0
}

function* forEachName(call: BuiltinCall, action: (call: BuiltinCall, name: string) => Running): Running {
  const { names } = switchesAndNames(call.rest)
  if (names.length === 0) {
    yield* call.shell.complain(SYNTAX)
    return 1
  }
  let code = 0
  for (const name of names) code = (yield* action(call, name)) || code
  return code
}
