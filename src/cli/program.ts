import { Command } from 'commander'
import { VERSION } from '../version.js'
import { callCommand } from './call.js'
import { checkCommand } from './check.js'
import { commandsCommand } from './commands.js'
import { demoCommand } from './demo.js'
import { doCommand } from './do.js'
import { listCommand } from './list.js'
import { qmpCommand } from './qmp.js'
import { serveCommand } from './serve.js'
import type { Terminal } from './terminal.js'

/** One subcommand: adds itself to the program and reports the exit status when it has run. */
export type Subcommand = (terminal: Terminal, done: (status: number) => void) => Command

const SUBCOMMANDS: readonly Subcommand[] = [
  serveCommand,
  callCommand,
  qmpCommand,
  listCommand,
  checkCommand,
  commandsCommand,
  demoCommand,
  doCommand,
]

export function createProgram(terminal: Terminal, done: (status: number) => void): Command {
  const program = new Command('mockvm')
  program
    .description("A QEMU guest that isn't there: answers the commands of the guest agent over a unix socket.")
    .version(VERSION)
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(text),
      // One line, like every other error: commander puts "Did you mean" below it.
      outputError: (text, write) => write(`${text.trimEnd().replaceAll('\n', ' ')}\n`),
    })
  for (const create of SUBCOMMANDS) program.addCommand(create(terminal, done).copyInheritedSettings(program))
  program
    .command('qga')
    .description('the command line of qemu-ga itself (-m -p -t -b -D …), for tests that start it')
    .usage('[options of qemu-ga]')
  program
    .command('qemu')
    .description('the command line of QEMU itself (-qmp -chardev -device -daemonize …), for tools that start it')
    .usage('[options of qemu-system-x86_64]')
  return program
}

const AFTER_HELP = `
Exit status: 0 success, 1 failure, 2 the command line was not understood.

Example:
  mockvm serve debian-12 --socket /tmp/agent.sock
  mockvm call /tmp/agent.sock guest-get-osinfo`
