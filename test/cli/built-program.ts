import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export interface BuiltProgram {
  /** dist/cli/main.js */
  readonly main: string
  remove(): void
}

/**
 * Builds the program into a directory of its own, so that a dist/ that is stale, or being written, does not matter.
 * It is below node_modules/ because the program has to find its packages.
 */
export function buildProgram({ withTypes = false } = {}): BuiltProgram {
  const cache = join(ROOT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const directory = mkdtempSync(join(cache, 'mockvm-test-'))
  for (const name of ['package.json', 'scenarios', 'examples']) symlinkSync(join(ROOT, name), join(directory, name))
  const dist = join(directory, 'dist')
  run('rolldown/bin/cli.mjs', '--config', '--dir', dist, '--log-level', 'warn')
  if (withTypes) run('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', dist)
  return {
    main: join(dist, 'cli/main.js'),
    remove: () => rmSync(directory, { recursive: true }),
  }
}

function run(program: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: ROOT, stdio: 'inherit' })
}
