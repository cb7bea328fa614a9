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
 * Compiles the program into a directory of its own, so that a dist/ that is stale, or being written, does not matter.
 * It is below node_modules/ because the program has to find its packages.
 */
export function buildProgram(): BuiltProgram {
  const cache = join(ROOT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const directory = mkdtempSync(join(cache, 'mockvm-test-'))
  for (const name of ['package.json', 'scenarios', 'examples']) symlinkSync(join(ROOT, name), join(directory, name))
  const options = ['--declaration', '--declarationMap', '--sourceMap', '--inlineSources'].flatMap(it => [it, 'false'])
  const args = ['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', join(directory, 'dist'), ...options]
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...args], { stdio: 'inherit' })
  return {
    main: join(directory, 'dist/cli/main.js'),
    remove: () => rmSync(directory, { recursive: true }),
  }
}
