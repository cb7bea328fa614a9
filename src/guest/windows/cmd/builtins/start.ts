import { Errno } from '../../../errno.js'
import { argvOf } from '../../command-line.js'
import type { Builtin } from '../builtin.js'
import { findProgram } from '../find-program.js'
import { notDone } from '../texts.js'
import { commandName, unquoted } from '../words.js'

const IGNORED = new Set(['/b', '/min', '/max', '/low', '/normal', '/high', '/belownormal', '/abovenormal', '/realtime'])

/** `start "title" /b program args`: it runs on, and holds the streams of this one. */
export const start: Builtin = {
  errorlevel: 'failure',
  *run({ shell, rest }) {
    let text = rest.trimStart().replace(/^"[^"]*"\s*/, '')
    let isAwaited = false
    let cwd = shell.folder
    for (let match = /^\/\w+\s*/.exec(text); match !== null; match = /^\/\w+\s*/.exec(text)) {
      text = text.slice(match[0].length)
      const option = match[0].trim().toLowerCase()
      if (option === '/wait') isAwaited = true
      else if (option === '/d') {
        const { name, rest: behind } = commandName(text)
        cwd = shell.path(unquoted(name))
        text = behind.trimStart()
      } else if (!IGNORED.has(option)) {
        yield* shell.complain(notDone(`start ${option}`))
        return 1
      }
    }
    const { name } = commandName(text)
    const path = findProgram(shell, unquoted(name))
    if (path === undefined) {
      yield* shell.complain(
        name === '' ? notDone('start without a program') : `The system cannot find the file ${unquoted(name)}.`,
      )
      return 1
    }
    try {
      const { environ } = shell.environment
      const child = shell.task.spawn({ path, argv: argvOf(text) }, { environ, cwd })
      if (!isAwaited) return 0
      const ending = yield* shell.task.wait(child.pid)
      return 'signal' in ending ? 1 : ending.exitCode | 0
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* shell.complain('Access is denied.')
      return 1
    }
  },
}
