import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A directory for what tests build, from which the packages of this project are found. */
    builds: string
  }
}

export default function setup(project: TestProject): () => void {
  const cache = join(import.meta.dirname, '../node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const directory = mkdtempSync(join(cache, 'mockvm-test-'))
  project.provide('builds', directory)
  return () => rmSync(directory, { recursive: true })
}
