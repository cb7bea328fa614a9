import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { runProgram } from './run-program.js'
import { badShutdownMode, childFailed, childTerminated } from './texts.js'

/** shutdown(8)'s option for each mode. */
const MODES = new Map([
  ['powerdown', '-P'],
  ['halt', '-H'],
  ['reboot', '-r'],
])

export const guestShutdown = defineCommand({
  name: 'guest-shutdown',
  since: '0.15.0',
  doc: 'Shut the guest down. Nothing is answered when that succeeds.',
  args: { mode: q.optional(q.doc('"powerdown" (default), "halt" or "reboot"', q.str)) },
  successResponse: false,
  *run(context, { mode = 'powerdown' }) {
    const option = MODES.get(mode)
    if (option === undefined) throw badShutdownMode()
    const ending = yield* runProgram(context, '/sbin/shutdown', ['-h', option, '+0', 'hypervisor initiated shutdown'])
    if ('signal' in ending) throw childTerminated()
    if (ending.exitCode !== 0) throw childFailed('shutdown')
  },
})
