import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { strerror } from '../strerror.js'
import { CommandFailure, OK, usageError } from './exit-status.js'
import type { Subcommand } from './program.js'

/** `mockvm do SOCKET WHAT`: tells a serving VM, over its control socket, what to do. */
export const doCommand: Subcommand = ({ stdout }, done) =>
  new Command('do')
    .description('do something to a VM that is served with --control')
    .argument('<socket>', 'path of the control socket')
    .argument('<what...>', 'an action of the time line, in YAML, or: advance: 30s, report, rules, status')
    .addHelpText(
      'after',
      `
Examples:
  mockvm do /tmp/control.sock vm: pause
  mockvm do /tmp/control.sock 'faults: { add: { on: guest-ping, delay: 30s, times: 1 } }'
  mockvm do /tmp/control.sock advance: 1h
  mockvm do /tmp/control.sock report`,
    )
    .action(async (path: string, words: string[]) => {
      const line = words.join(' ').replaceAll('\n', ' ').trim()
      if (line === '')
        throw usageError('do: expected an action such as "vm: pause", or report, rules, status; got nothing')
      const { ok, error } = await ask(path, line)
      if (error !== undefined) throw new CommandFailure(error)
      if (typeof ok === 'string') stdout.write(ok)
      else if (ok !== true) stdout.write(`${JSON.stringify(ok, undefined, 2)}\n`)
      done(OK)
    })

interface Answer {
  readonly ok?: unknown
  readonly error?: string
}

function ask(path: string, line: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(`${line}\n`))
    socket.on('error', error => {
      const hint = 'Give the path of mockvm serve --control PATH.'
      reject(new CommandFailure(`cannot connect to ${path}: ${strerror(error)}. ${hint}`))
    })
    const lines = createInterface({ input: socket })
    lines.on('error', () => {})
    lines.once('line', text => {
      socket.destroy()
      const answer = parse(text)
      if (answer === undefined) reject(new CommandFailure(NO_CONTROL(path)))
      else resolve(answer)
    })
    lines.once('close', () => reject(new CommandFailure(NO_CONTROL(path))))
  })
}

const NO_CONTROL = (path: string) =>
  `${path} is no control socket, perhaps that of an agent. Give the path of mockvm serve --control PATH.`

/** Undefined for a line that no control socket says: a reply of an agent has other members. */
function parse(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as Record<string, unknown>
    if ('ok' in answer) return { ok: answer.ok }
    return typeof answer.error === 'string' ? { error: answer.error } : undefined
  } catch {
    return undefined
  }
}
