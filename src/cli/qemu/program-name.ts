import type { Terminal } from '../terminal.js'

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
