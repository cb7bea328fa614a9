import { folderOf, nameOf } from '../../full-path.js'
import { Win32Error } from '../../win32-error.js'
import type { Builtin } from '../builtin.js'
import { errorText, SYNTAX } from '../texts.js'
import { switchesAndNames } from '../words.js'

export const type: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const { names } = switchesAndNames(rest)
    if (names.length === 0) {
      yield* shell.complain(SYNTAX)
      return 1
    }
    let code = 0
    const isMany = names.length > 1 || names.some(name => /[*?]/.test(name))
    for (const name of names) {
      const path = shell.path(name)
      const paths = /[*?]/.test(nameOf(path))
        ? shell.disk.match(path).flatMap(it => (it.isFolder ? [] : [it.path]))
        : [path]
      try {
        if (paths.length === 0) {
          throw new Win32Error(shell.disk.isFolder(folderOf(path)) ? 'ERROR_FILE_NOT_FOUND' : 'ERROR_PATH_NOT_FOUND')
        }
        for (const file of paths) {
          const bytes = shell.disk.read(file)
          // The titles are no part of what is typed.
          if (isMany) yield* shell.complain('', paths.length > 1 ? nameOf(file) : name, '', '')
          yield* shell.write(1, bytes)
        }
      } catch (error) {
        yield* shell.complain(errorText(error))
        if (isMany) yield* shell.complain(`Error occurred while processing: ${name}.`)
        code = 1
      }
    }
    return code
  },
}
