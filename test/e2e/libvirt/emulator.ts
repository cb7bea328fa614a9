/** What stands in <emulator>: the built package, started by the name of a QEMU. */
import { chmodSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildProgram } from '../../cli/built-program.js'

export interface Emulator {
  readonly path: string
  remove(): void
}

export function buildEmulator(): Emulator {
  const program = buildProgram()
  // Another user runs it, and mkdtemp(3) has made the folder for us alone.
  const root = dirname(dirname(dirname(program.main)))
  chmodSync(root, 0o755)
  chmodSync(program.main, 0o755)
  const path = join(root, 'qemu-system-x86_64')
  symlinkSync(program.main, path)
  return { path, remove: () => program.remove() }
}
