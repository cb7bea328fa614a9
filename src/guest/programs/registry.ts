/** The built-in programs by name: what a stub in the guest's file system stands for. */
import type { Program } from './program.js'

export const builtins: ReadonlyMap<string, Program> = new Map<string, Program>([])
