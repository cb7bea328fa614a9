import { fullPath, nameOf } from '../../full-path.js'
import { Win32Error } from '../../win32-error.js'
import type { Builtin } from '../builtin.js'
import type { Running, Shell } from '../shell.js'
import { errorText, notDone, SYNTAX } from '../texts.js'
import { switchesAndNames } from '../words.js'

const KNOWN = new Set(['/y', '/-y', '/a', '/b', '/v'])
const SUBJECT_ITSELF = 'The file cannot be copied onto itself.'

/** `copy a b`, `copy *.txt folder`, `copy a+b c`. */
export const copy: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const { switches, names } = switchesAndNames(rest)
    const unknown = switches.find(it => !KNOWN.has(it))
    if (unknown !== undefined) {
      yield* shell.complain(notDone(`copy ${unknown}`))
      return 1
    }
    const [source, target = '.', ...more] = names.join(' ').includes('+') ? joined(names) : names
    if (source === undefined || more.length > 0) {
      yield* shell.complain(SYNTAX)
      return 1
    }
    return source.includes('+')
      ? yield* appendAll(shell, source.split('+'), target)
      : yield* copyAll(shell, source, target)
  },
}

/** Blanks around a plus sign are none. */
function joined(names: readonly string[]): readonly string[] {
  return names
    .join('\n')
    .replaceAll(/\n?\+\n?/g, '+')
    .split('\n')
}

function* copyAll(shell: Shell, source: string, target: string): Running {
  const path = shell.path(source)
  const pattern = shell.disk.isFolder(path) ? `${path.replace(/\\$/, '')}\\*` : path
  const files = shell.disk.match(pattern).filter(({ isFolder }) => !isFolder)
  const to = shell.path(target)
  if (files.length === 0) {
    if (/[*?]/.test(pattern)) yield* shell.complain(`${source}`)
    yield* shell.complain(missing(shell, path))
    return 1
  }
  const isMany = /[*?]/.test(pattern)
  let count = 0
  for (const file of files) {
    if (isMany) yield* shell.say(source.replace(/[^\\/:]*$/, '') + nameOf(file.path))
    const place = shell.disk.isFolder(to) ? fullPath(nameOf(file.path), to) : to
    count += yield* tell(shell, () => {
      if (shell.disk.find(place)?.path === file.path) throw new Win32Error('ERROR_INVALID_FUNCTION')
      shell.disk.write(place, shell.disk.read(file.path))
    })
  }
  yield* shell.say(`${`${count}`.padStart(9)} file(s) copied.`)
  return count > 0 ? 0 : 1
}

function* appendAll(shell: Shell, sources: readonly string[], target: string): Running {
  const parts: Uint8Array[] = []
  const code = yield* tell(shell, () => {
    for (const source of sources) parts.push(shell.disk.read(shell.path(source)))
    shell.disk.write(shell.path(target), Buffer.concat(parts))
  })
  yield* shell.say(...sources, `${`${code}`.padStart(9)} file(s) copied.`)
  return code === 1 ? 0 : 1
}

/** How many were done: 1, or 0 and why not. */
function* tell(shell: Shell, action: () => void): Running {
  try {
    action()
    return 1
  } catch (error) {
    const isItself = error instanceof Win32Error && error.code === new Win32Error('ERROR_INVALID_FUNCTION').code
    yield* shell.complain(isItself ? SUBJECT_ITSELF : errorText(error))
    return 0
  }
}

function missing(shell: Shell, path: string): string {
  try {
    shell.disk.get(path.replace(/[*?]/g, '_'))
    return new Win32Error('ERROR_FILE_NOT_FOUND').text
  } catch (error) {
    return errorText(error)
  }
}
