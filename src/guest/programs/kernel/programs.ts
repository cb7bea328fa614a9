/** The programs about the kernel, by name. */
import type { Program } from '../program.js'
import { dmesg } from './dmesg.js'
import { lsmod, modprobe } from './modules.js'
import { sysctl } from './sysctl.js'

export const kernelPrograms: ReadonlyMap<string, Program> = new Map([
  ['dmesg', dmesg],
  ['lsmod', lsmod],
  ['modprobe', modprobe],
  ['sysctl', sysctl],
])
