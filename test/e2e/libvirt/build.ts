import type { TestProject } from 'vitest/node'
import { buildEmulator } from './emulator.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the program in <emulator>. */
    emulator: string
  }
}

/** Builds the package once for all files. */
export default function setup(project: TestProject): () => void {
  const emulator = buildEmulator()
  project.provide('emulator', emulator.path)
  return () => emulator.remove()
}
