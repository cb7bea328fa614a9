import { atOnce, type Builtin } from '../builtin.js'
import { EndScript, ExitShell, GoTo } from '../ending.js'
import { noLabel } from '../texts.js'
import { words } from '../words.js'

export const exit: Builtin = {
  errorlevel: 'always',
  run: atOnce(({ shell, rest }) => {
    const [, inScript, code] = /^\s*(\/b\b)?\s*(-?\d+)?/i.exec(rest) ?? []
    const value = code === undefined ? shell.errorlevel : Number(code) | 0
    throw inScript !== undefined && shell.script !== undefined ? new EndScript(value) : new ExitShell(value)
  }),
}

export const goto: Builtin = {
  errorlevel: 'failure',
  *run({ shell, rest }) {
    const { script } = shell
    const label = /^[\s:]*([^\s:+,;=&|<>]*)/.exec(rest)?.[1] ?? ''
    // On a command line there is nowhere to go.
    if (script === undefined) return 1
    if (/^\s*:eof\b/i.test(rest)) throw new EndScript(shell.errorlevel)
    if (script.goTo(label)) throw new GoTo()
    yield* shell.complain(noLabel(label))
    throw new EndScript(1)
  },
}

export const shift: Builtin = {
  errorlevel: 'never',
  run: atOnce(({ shell, rest }) => {
    const [option = '/0'] = words(rest)
    shell.script?.shift(Number(option.slice(1)) || 0)
    return 0
  }),
}
