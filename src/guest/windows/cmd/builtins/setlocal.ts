import { Environment } from '../../environment.js'
import { atOnce, type Builtin } from '../builtin.js'
import { words } from '../words.js'

/** Outside of a script neither does anything. */
export const setlocal: Builtin = {
  errorlevel: 'always',
  run: atOnce(({ shell, rest }) => {
    const { script, environment, folder, isDelayed } = shell
    if (script === undefined) return 0
    script.locals.push({ environment, folder, isDelayed })
    shell.environment = new Environment(environment.environ)
    for (const word of words(rest)) {
      if (/^(?:en|dis)abledelayedexpansion$/i.test(word)) shell.isDelayed = /^en/i.test(word)
    }
    return 0
  }),
}

export const endlocal: Builtin = {
  errorlevel: 'never',
  run: atOnce(({ shell }) => {
    const local = shell.script?.locals.pop()
    if (local === undefined) return 0
    shell.environment = local.environment
    shell.isDelayed = local.isDelayed
    if (shell.disk.isFolder(local.folder)) shell.enter(local.folder)
    return 0
  }),
}
