import { extensionOf } from '../../full-path.js'
import type { Builtin, BuiltinCall } from '../builtin.js'
import { expandPercent } from '../expand.js'
import { findProgram } from '../find-program.js'
import type { ScriptCall } from '../script.js'
import type { Running } from '../shell.js'
import { noLabel } from '../texts.js'
import { commandName, unquoted, words } from '../words.js'

export const call: Builtin = {
  errorlevel: 'always',
  *run(given) {
    const { shell, interpreter } = given
    const { script } = shell
    const lookup = (name: string) => shell.variable(name)
    // The per cent signs that are left are read once more.
    const text = expandPercent(given.rest.trimStart(), lookup, script?.arguments(shell.guest, shell.folder))
    if (text.trim() === '') return 0
    if (text.startsWith(':')) return yield* callLabel(given, text)
    const { name, rest } = commandName(text)
    const found = findProgram(shell, unquoted(name))
    if (found === undefined || !/^\.(?:bat|cmd)$/i.test(extensionOf(found))) {
      yield* interpreter.command(shell, text)
      return shell.errorlevel
    }
    const lines = Buffer.from(shell.disk.read(found)).toString('utf8').split(/\r?\n/)
    return yield* interpreter.script(shell, { path: found, lines, name, args: words(rest) })
  },
}

/** As if the script began there, with arguments of its own. */
function* callLabel({ shell, interpreter }: BuiltinCall, text: string): Running {
  const { name, rest } = commandName(text)
  const { script } = shell
  if (script === undefined) {
    yield* shell.complain('Invalid attempt to call batch label outside of batch script.')
    return 1
  }
  const label = name.slice(1)
  if (/^eof$/i.test(label)) return shell.errorlevel
  const { path, lines } = script
  const call: ScriptCall = { path, lines, name, args: words(rest), label }
  if (!script.has(label)) {
    yield* shell.complain(noLabel(label))
    return 1
  }
  return yield* interpreter.script(shell, call)
}
