import { CommanderError } from 'commander'
import { CommandFailure, FAILURE, OK, USAGE } from './exit-status.js'
import { createProgram } from './program.js'
import { runQga } from './qga/qga.js'
import type { Terminal } from './terminal.js'

/** Runs the command line; resolves with the exit status. Errors of every kind are told on stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    // qemu-ga's own flags (-F[path], -b?) are none that commander can read.
    if (args[0] === 'qga') return await runQga(args.slice(1), terminal)
    let status = OK
    const program = createProgram(terminal, code => {
      status = code
    })
    await program.parseAsync([...args], { from: 'user' })
    return status
  } catch (error) {
    return tell(error, terminal)
  }
}

function tell(error: unknown, { stderr, env }: Terminal): number {
  // commander has printed these itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? OK : USAGE
  const debug = env.MOCKVM_DEBUG === '1' && error instanceof Error
  const text = debug ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error)
  stderr.write(`${text}\n`)
  return error instanceof CommandFailure ? error.status : FAILURE
}
