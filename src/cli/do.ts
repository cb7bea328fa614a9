import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { CommandFailure, OK } from './exit-status.js'
import type { Subcommand } from './program.js'
import { strerror } from './strerror.js'

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
      const { ok, error } = await ask(path, words.join(' ').replaceAll('\n', ' '))
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
    socket.on('error', error => reject(new CommandFailure(`cannot connect to ${path}: ${strerror(error)}`)))
    const lines = createInterface({ input: socket })
    lines.on('error', () => {})
    lines.once('line', text => {
      socket.destroy()
      resolve(JSON.parse(text) as Answer)
    })
    lines.once('close', () => reject(new CommandFailure(`${path} closed without an answer: is it a control socket?`)))
  })
}
