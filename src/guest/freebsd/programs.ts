/** The built-in programs that FreeBSD has otherwise than Linux. */
import type { Program } from '../programs/program.js'
import { halt, poweroff, reboot } from './halt.js'
import { pw } from './pw.js'
import { shutdown } from './shutdown.js'
import { uname } from './uname.js'

export const freebsdPrograms: ReadonlyMap<string, Program> = new Map([
  ['halt', halt],
  ['poweroff', poweroff],
  ['pw', pw],
  ['reboot', reboot],
  ['shutdown', shutdown],
  ['uname', uname],
])
