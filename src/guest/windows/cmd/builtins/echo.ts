import type { Builtin } from '../builtin.js'

export const echo: Builtin = {
  errorlevel: 'never',
  *run({ shell, rest }) {
    const bare = rest.trim()
    // Whatever sign stands close behind the name, but for a blank, makes what follows plain text.
    const isPlain = /^[.:/\\+[\](]/.test(rest)
    if (isPlain || bare !== '') {
      if (!isPlain && /^(?:on|off)$/i.test(bare)) shell.isEcho = bare.toLowerCase() === 'on'
      else yield* shell.say(rest.slice(1))
      return 0
    }
    yield* shell.say(`ECHO is ${shell.isEcho ? 'on' : 'off'}.`)
    return 0
  },
}
