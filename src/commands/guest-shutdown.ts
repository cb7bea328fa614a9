import { q } from '../qapi/descriptor.js'
import { type CommandContext, defineCommand } from './define.js'
import { runFor, whyNotExecutable } from './run-program.js'
import { badShutdownMode } from './texts.js'

const MODES = ['powerdown', 'halt', 'reboot'] as const

type Mode = (typeof MODES)[number]

/** The program that does it without being told how. */
const PROGRAMS: Readonly<Record<Mode, string>> = {
  powerdown: '/sbin/poweroff',
  halt: '/sbin/halt',
  reboot: '/sbin/reboot',
}

/** Options of shutdown(8) as systemd and sysvinit have it. */
const OPTIONS: Readonly<Record<Mode, readonly string[]>> = {
  powerdown: ['-h', '-P'],
  halt: ['-h', '-H'],
  reboot: ['-h', '-r'],
}

export const guestShutdown = defineCommand({
  name: 'guest-shutdown',
  since: '0.15.0',
  doc: 'Shut the guest down. Nothing is answered when that succeeds.',
  args: { mode: q.optional(q.doc('"powerdown" (default), "halt" or "reboot"', q.str)) },
  successResponse: false,
  run: (context, { mode }) => shutDown(context, mode, OPTIONS),
})

/** `options`: those of the system's shutdown(8). */
export function* shutDown(
  context: CommandContext,
  wanted: string | undefined,
  options: Readonly<Record<Mode, readonly string[]>>,
) {
  const mode = MODES.find(it => it === (wanted ?? 'powerdown'))
  if (mode === undefined) throw badShutdownMode()
  const program = PROGRAMS[mode]
  if (has(context, program)) yield* runFor('shutdown', context, program, [])
  else {
    yield* runFor('shutdown', context, '/sbin/shutdown', [...options[mode], '+0', 'hypervisor initiated shutdown'])
  }
}

function has(context: CommandContext, program: string): boolean {
  if (context.agent.behaviour.shutdownProgram === 'shutdown') return false
  return whyNotExecutable(context, program) === undefined
}
