import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inject } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

export interface BuiltProgram {
  /** dist/cli/main.js */
  readonly main: string
}

let built: BuiltProgram | undefined
let hasTypes = false

/**
 * The program of this source, built once by each worker that has a test for it: a dist/ that is stale, or being written,
 * does not matter. It goes when all tests have ended.
 */
export function builtProgram({ withTypes = false } = {}): BuiltProgram {
  built ??= buildInto(mkdtempSync(join(inject('builds'), 'mockvm-')))
  if (withTypes && !hasTypes) {
    run('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', resolve(built.main, '../..'))
    hasTypes = true
  }
  return built
}

export function buildInto(directory: string): BuiltProgram {
  mkdirSync(directory, { recursive: true })
  for (const name of ['package.json', 'scenarios', 'examples']) symlinkSync(join(ROOT, name), join(directory, name))
  const dist = join(directory, 'dist')
  run('rolldown/bin/cli.mjs', '--config', '--dir', dist, '--log-level', 'warn')
  return { main: join(dist, 'cli/main.js') }
}

function run(program: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: ROOT, stdio: 'inherit' })
}
