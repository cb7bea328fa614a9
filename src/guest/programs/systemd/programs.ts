/** Programs of systemd, and those that write to its journal. */
import type { Program } from '../program.js'
import { detectVirt } from './detect-virt.js'
import { hostnamectl } from './hostnamectl.js'
import { journalctl } from './journalctl.js'
import { logger } from './logger.js'
import { loginctl } from './loginctl.js'
import { systemctl } from './systemctl.js'
import { systemdRun } from './systemd-run.js'
import { timedatectl } from './timedatectl.js'

export const systemdPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['hostnamectl', hostnamectl],
  ['journalctl', journalctl],
  ['logger', logger],
  ['loginctl', loginctl],
  ['systemctl', systemctl],
  ['systemd-detect-virt', detectVirt],
  ['systemd-run', systemdRun],
  ['timedatectl', timedatectl],
])
