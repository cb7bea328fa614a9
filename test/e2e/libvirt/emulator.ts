/** What stands in <emulator>: the built package, started by the name of a QEMU. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { buildInto } from '../../cli/built-program.js'

const CHECKOUT = resolve(import.meta.dirname, '../../..')

export interface Emulator {
  readonly path: string
  remove(): void
}

/**
 * A test that is run by root becomes another user, who may not be able to look into the checkout: the program and the
 * packages that it needs are copied to where everybody can.
 */
export function buildEmulator(): Emulator {
  const [build, root] = ['build', 'emulator'].map(name => mkdtempSync(join(tmpdir(), `mockvm-${name}-`))) as [
    string,
    string,
  ]
  buildInto(build)
  cpSync(build, root, { recursive: true, dereference: true })
  rmSync(build, { recursive: true })
  chmodSync(root, 0o755)
  for (const directory of packages()) {
    cpSync(directory, join(root, relative(CHECKOUT, directory)), { recursive: true })
  }
  const main = join(root, 'dist/cli/main.js')
  chmodSync(main, 0o755)
  const path = join(root, 'qemu-system-x86_64')
  symlinkSync(main, path)
  return { path, remove: () => rmSync(root, { recursive: true }) }
}

/** Where the packages are that the program needs when it runs. */
function packages(): string[] {
  const args = ['ls', '--omit=dev', '--all', '--parseable']
  const [, ...directories] = execFileSync('npm', args, { cwd: CHECKOUT, encoding: 'utf8' }).trimEnd().split('\n')
  return directories
}
