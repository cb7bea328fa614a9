import type { Terminal } from '../terminal.js'
import { QemuError } from './error.js'

/** Set for the process that -daemonize leaves behind: what its parent was called. */
export const DAEMON = 'MOCKVM_QEMU_DAEMON'

/** Whether a program of that name is taken for QEMU: a link to `mockvm` may have it. */
export function isQemuName(name: string): boolean {
  return /^(?:qemu-system-|qemu-kvm|kvm$)/.test(name)
}

/** What stands before what it says. */
export function programName({ name, env }: Pick<Terminal, 'name' | 'env'>): string {
  return env[DAEMON] ?? (isQemuName(name) ? name : 'mockvm qemu')
}

/** There is a QEMU for each kind of processor; the machines here have those of a PC. Throws QemuError. */
export function checkProgramName(name: string): void {
  if (!name.startsWith('qemu-system-') || /^qemu-system-(?:x86_64|i386)/.test(name)) return
  throw new QemuError('mockvm simulates no such machine: expected to be called qemu-system-x86_64 or qemu-system-i386')
}
