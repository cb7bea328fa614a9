import { fstatSync } from 'node:fs'
import type { CommandLine } from './command-line.js'
import { QemuError } from './error.js'

const LAST_STANDARD_STREAM = 2

/** -add-fd: whether they are file descriptors that were inherited. Nothing here uses them. Throws QemuError. */
export function checkAddFds({ addFds }: CommandLine): void {
  for (const { typed, group } of addFds) {
    const fd = Number(group.get('fd') ?? -1)
    const complain = (text: string) => new QemuError(`${typed}: ${text}`)
    if (fd < 0) throw complain('fd option is required and must be non-negative')
    if (fd <= LAST_STANDARD_STREAM) throw complain('fd cannot be a standard I/O stream')
    if (!isOpen(fd)) throw complain('fd is not valid or already in use')
    if (Number(group.get('set') ?? -1) < 0) throw complain('set option is required and must be non-negative')
  }
}

function isOpen(fd: number): boolean {
  try {
    fstatSync(fd)
    return true
  } catch {
    return false
  }
}
