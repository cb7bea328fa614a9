import { CommandFailure, FAILURE, OK, USAGE } from './exit-status.js'
import { isQemuName } from './qemu/program-name.js'
import { runQemu } from './qemu/qemu.js'
import type { Terminal } from './terminal.js'

/** Runs the command line; resolves with the exit status. Errors of every kind are told on stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    // Their flags (-F[path], -b?, -smp) are none that commander can read. What isn't asked for is not loaded: tools start
    // many machines.
    if (isQemuName(terminal.name)) return await runQemu(args, terminal)
    if (args[0] === 'qemu') return await runQemu(args.slice(1), terminal)
    if (args[0] === 'qga') return await (await import('./qga/qga.js')).runQga(args.slice(1), terminal)
    const { createProgram } = await import('./program.js')
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
  if (isCommanders(error)) return error.exitCode === 0 ? OK : USAGE
  const debug = env.MOCKVM_DEBUG === '1' && error instanceof Error
  const text = debug ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error)
  stderr.write(`${text}\n`)
  return error instanceof CommandFailure ? error.status : FAILURE
}

/** By its name, so that nothing loads commander for it. */
function isCommanders(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error && 'code' in error && String(error.code).startsWith('commander.')
}
