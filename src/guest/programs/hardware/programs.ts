/** Programs about processors and memory. */
import type { Program } from '../program.js'
import { chcpu } from './chcpu.js'
import { chmem } from './chmem.js'
import { free } from './free.js'
import { lscpu } from './lscpu.js'
import { lsmem } from './lsmem.js'
import { nproc } from './nproc.js'
import { vmstat } from './vmstat.js'

export const hardwarePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['chcpu', chcpu],
  ['chmem', chmem],
  ['free', free],
  ['lscpu', lscpu],
  ['lsmem', lsmem],
  ['nproc', nproc],
  ['vmstat', vmstat],
])
