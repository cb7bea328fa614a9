import { timeText, wallTime } from '../../wall-clock.js'
import type { Builtin } from '../builtin.js'
import { notDone } from '../texts.js'

export const date: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    // With a blank at the end.
    if (/^\s*\/t\s*$/i.test(rest)) yield* shell.say(`${shell.date} `)
    else yield* shell.complain(notDone('date but with /t'))
    return /^\s*\/t\s*$/i.test(rest) ? 0 : 1
  },
}

export const time: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    if (/^\s*\/t\s*$/i.test(rest)) yield* shell.say(timeText(wallTime(shell.guest)))
    else yield* shell.complain(notDone('time but with /t'))
    return /^\s*\/t\s*$/i.test(rest) ? 0 : 1
  },
}
